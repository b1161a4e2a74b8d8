import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Samples } from './row.js';

const run = promisify(execFile);

/** Numbers that one run of a subject prints. */
export type Run = Readonly<Record<string, number>>;

/** A subject by its name: what Node is run with. */
export type Subjects = Readonly<Record<string, readonly string[]>>;

/** What every subject printed. */
export type Runs = Readonly<Record<string, Run>>;

/** A subject must not take longer: it hangs. */
const LIMIT = 120_000;

/**
 * Runs every subject once, each in a process of its own, one after the other, so that whatever else the machine does meets
 * all of them. Each is the first in its turn, lest one always comes upon what another has left.
 */
export async function pairedRuns(
  subjects: Subjects,
  round: number,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Runs> {
  const runs: Record<string, Run> = {};
  for (const [who, argv] of rotated(Object.entries(subjects), round)) {
    const { stdout } = await run(process.execPath, argv, { env, timeout: LIMIT, killSignal: 'SIGKILL' });
    runs[who] = JSON.parse(stdout) as Run;
  }
  return runs;
}

/** One of the numbers that every subject printed. */
export function samples(runs: Runs, key: string): Samples {
  return Object.fromEntries(Object.entries(runs).map(([who, printed]) => [who, [printed[key] ?? NaN]]));
}

export function rotated<T>(list: readonly T[], by: number): readonly T[] {
  return list.map((_, index) => list[(index + by) % list.length] as T);
}

/** A file of this folder. */
export function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
