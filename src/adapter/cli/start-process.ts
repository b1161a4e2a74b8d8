import { spawnChild, type Child } from '../../process/child.js';
import type { Clock } from '../../base/clock.js';
import { findCli } from './find-cli.js';

/** What a process of the CLI is started with, and who reads it. */
export interface ProcessStart {
  /** The executable that was asked for, if any was. */
  readonly executable: string | undefined;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly onStdout: (chunk: Buffer) => void;
  readonly onStderr: (chunk: Buffer) => void;
}

/** Starts a process that speaks as the CLI does. Rejects with a `SpawnFailure` or with `cli_not_found`. */
export type StartProcess = (start: ProcessStart) => Promise<Child>;

/** Starts the real one. */
export const startCliProcess: StartProcess = async ({ executable, ...start }) =>
  spawnChild({ ...start, file: findCli(executable, start.environment) });
