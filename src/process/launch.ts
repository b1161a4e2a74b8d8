import type { Readable, Writable } from 'node:stream';
import { errorCode, explainSpawnFailure } from './spawn-failure.js';

/** What to run, without what is to be done with it. */
export interface LaunchRequest {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What of Node's child process is used here. */
export interface NodeProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  kill(signal: NodeJS.Signals): boolean;
  once(event: 'exit', listener: (exitCode: number | null, signal: string | null) => void): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/** A process that runs, its pipes not yet read. */
export interface Launched {
  readonly pid: number;
  readonly process: NodeProcess;
}

/**
 * Starts a process with execa and hands it to `adopt` in the same tick, before any of its events can be missed.
 * Rejects with a {@link SpawnFailure}; execa's own errors hold arguments and output and go nowhere.
 */
export async function launch<T>(request: LaunchRequest, adopt: (launched: Launched) => T): Promise<T> {
  // Not before it is needed: it takes 70 ms to load.
  const { execa } = await import('execa');
  const start = () =>
    execa(request.file, request.arguments, {
      cwd: request.cwd,
      env: request.environment,
      extendEnv: false,
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'pipe',
      encoding: 'buffer',
      buffer: false,
      stripFinalNewline: false,
      reject: false,
      // A process group of its own: Ctrl-C in the host's terminal is for the host, which may want to end in good order.
      // execa ends no detached process with the host; `child.ts` does.
      detached: process.platform !== 'win32',
      cleanup: true,
      forceKillAfterDelay: false,
      windowsHide: true,
      // Or NODE_DEBUG=execa would print the arguments.
      verbose: 'none',
    });
  let subprocess: ReturnType<typeof start>;
  try {
    subprocess = start();
  } catch (error) {
    throw await explainSpawnFailure(errorCode(error), request.file, request.cwd);
  }
  // From now on every error is told by the exit, or by there being no pid.
  for (const source of [subprocess, subprocess.stdin, subprocess.stdout, subprocess.stderr]) {
    source.on('error', () => undefined);
  }
  if (subprocess.pid !== undefined) return adopt({ pid: subprocess.pid, process: subprocess });
  const { code } = await subprocess;
  throw await explainSpawnFailure(code ?? 'UNKNOWN', request.file, request.cwd);
}
