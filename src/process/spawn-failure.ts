import { access, constants, stat } from 'node:fs/promises';

/** What kept a process from starting: the executable, or the directory it was to start in. */
export type SpawnObstacle = 'file' | 'cwd';

/**
 * A process that could not be started. It holds the operating system's code and the path at fault, and neither
 * arguments nor environment. `ENOENT` for a file that exists speaks of the interpreter in its first line.
 */
export class SpawnFailure extends Error {
  override readonly name = 'SpawnFailure';
  readonly code: string;
  readonly obstacle: SpawnObstacle;
  readonly path: string;

  constructor(code: string, obstacle: SpawnObstacle, path: string) {
    super(
      obstacle === 'cwd' ? `cannot start a process in ${path}: ${code}` : `cannot start ${path}: ${code}`,
    );
    this.code = code;
    this.obstacle = obstacle;
    this.path = path;
  }
}

/** Tells which of the two was at fault: the operating system names the executable also where the directory is missing. */
export async function explainSpawnFailure(code: string, file: string, cwd: string): Promise<SpawnFailure> {
  const fault = await directoryFault(cwd);
  return fault === undefined ? new SpawnFailure(code, 'file', file) : new SpawnFailure(fault, 'cwd', cwd);
}

async function directoryFault(path: string): Promise<string | undefined> {
  try {
    if (!(await stat(path)).isDirectory()) return 'ENOTDIR';
    await access(path, constants.X_OK);
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

/** The code that an error of Node carries. */
export function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}
