import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startMessagesApi } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import type { Census } from './census.js';

interface Censuses {
  readonly fresh: Census;
  readonly before: Census;
  readonly after: Census;
}

/** Runs a host to its end, which it comes to by itself once its last session has stopped. */
async function runHost(script: string, ...args: string[]): Promise<Censuses> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', path, ...args]);
  // Neither a warning of too many listeners nor one of ours.
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Censuses;
}

/** `allowed` is how many bytes of compiled code and caches may have come since: a session holds some 10 000. */
function expectNothingMore({ fresh, before, after }: Censuses, allowed: number): void {
  expect({ ...after, heap: 0 }).toEqual({ ...before, heap: 0 });
  const { resources } = fresh;
  expect(after).toMatchObject({ resources, children: 0, held: 0, started: 0 });
  expect(after.heap - before.heap).toBeLessThan(allowed);
}

describe('a host of many sessions, asked, left, interrupted, cleared, killed and stopped,', () => {
  it('holds after 500 more what it held before, with scripted sessions', { timeout: 300_000 }, async () => {
    expectNothingMore(await runHost('scripted-host.ts', '1000', '500'), 1_000_000);
  });

  it('holds after 30 more what it held before, on the real CLI', { timeout: 600_000 }, async () => {
    await using api = await startMessagesApi({ reply: 'ok' });
    expectNothingMore(await runHost('real-host.ts', api.url, '10', '30'), 2_000_000);
  });
});
