import { statSync, type Stats } from 'node:fs';
import { refuseOption } from './check-options.js';

/** Refuses a `cwd` that no process could start in: the operating system would blame the executable for it. */
export function checkDirectory(cwd: string | undefined): void {
  if (cwd === undefined) return;
  const found = look(cwd);
  if (!found) refuseOption('cwd', 'a directory that exists', `'${cwd}', which does not`);
  if (!found.isDirectory()) refuseOption('cwd', 'a directory', `'${cwd}', which is none`);
}

function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // Not allowed, a loop of links, too long a name.
    return refuseOption(
      'cwd',
      'a directory that can be entered',
      `'${path}': ${(error as NodeJS.ErrnoException).code}`,
    );
  }
}
