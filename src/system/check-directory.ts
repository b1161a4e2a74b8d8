import { statSync } from 'node:fs';
import { refuseOption } from '../protocol/options/check-options.js';

/** Refuses a `cwd` that no process could start in: the operating system would blame the executable for it. */
export function checkDirectory(cwd: string | undefined): void {
  if (cwd === undefined) return;
  const found = statSync(cwd, { throwIfNoEntry: false });
  if (!found) refuseOption('cwd', 'a directory that exists', `'${cwd}', which does not`);
  if (!found.isDirectory()) refuseOption('cwd', 'a directory', `'${cwd}', which is none`);
}
