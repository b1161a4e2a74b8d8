import { accessSync, constants, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { SessionError } from '../../errors/session-error.js';

const PACKAGE = '@anthropic-ai/claude-code';
const modules = createRequire(import.meta.url);

/** The line that mends a missing or too old CLI. */
export const INSTALL_LINE = `npm install ${PACKAGE}@2.1.330`;

/**
 * The executable to run: the one given, else the native binary that `@anthropic-ai/claude-code` brings for this platform
 * (its JavaScript wrapper would stand between us and the process), else `claude` on the PATH of the child.
 * Throws `cli_not_found`.
 */
export function findCli(given: string | undefined, environment: Readonly<Record<string, string>>): string {
  if (given !== undefined) {
    // The child may start in another directory than the one the path was meant from.
    const path = resolve(given);
    if (isExecutable(path)) return path;
    throw new SessionError(
      'cli_not_found',
      `There is no executable file at '${given}' (option 'pathToClaudeCodeExecutable'). Leave the option out to use the ` +
        `CLI of ${PACKAGE}, installed with: ${INSTALL_LINE}`,
    );
  }
  const found = [packagedBinary(), onPath(environment.PATH ?? '')].find((path) => path !== undefined);
  if (found !== undefined) return found;
  throw new SessionError(
    'cli_not_found',
    `The Claude Code CLI was not found, neither as package ${PACKAGE} nor as 'claude' on the PATH. Install it with: ` +
      `${INSTALL_LINE} - or name it by the option 'pathToClaudeCodeExecutable'.`,
  );
}

function packagedBinary(): string | undefined {
  const wrapper = tryResolve(modules, `${PACKAGE}/package.json`);
  if (wrapper === undefined) return undefined;
  const platform = `${PACKAGE}-${process.platform}-${process.arch}`;
  // Package managers install one of the two, by the machine's C library.
  return [platform, `${platform}-musl`]
    .map((name) => tryResolve(createRequire(wrapper), `${name}/package.json`))
    .filter((manifest) => manifest !== undefined)
    .map((manifest) => join(dirname(manifest), process.platform === 'win32' ? 'claude.exe' : 'claude'))
    .find(isExecutable);
}

function onPath(path: string): string | undefined {
  const name = process.platform === 'win32' ? 'claude.exe' : 'claude';
  return path
    .split(delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => resolve(directory, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function tryResolve(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    return undefined;
  }
}
