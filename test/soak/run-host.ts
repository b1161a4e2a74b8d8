import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { Census } from './census.js';

export interface Censuses {
  readonly fresh: Census;
  readonly before: Census;
  readonly after: Census;
}

/** Runs a host to its end, which it comes to by itself once its last session has stopped. */
export async function runHost<Printed = Censuses>(script: string, ...args: string[]): Promise<Printed> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', path, ...args]);
  // Neither a warning of too many listeners nor one of ours.
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Printed;
}

/** `allowed` is how many bytes of compiled code and caches may have come since: a session holds some 10 000. */
export function expectNothingMore({ fresh, before, after }: Censuses, allowed: number): void {
  expect({ ...after, heap: 0 }).toEqual({ ...before, heap: 0 });
  const { resources } = fresh;
  expect(after).toMatchObject({ resources, children: 0, held: 0, started: 0 });
  expect(after.heap - before.heap).toBeLessThan(allowed);
}
