import { startMessagesApi } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import type { Census } from './census.js';
import { runHost, type Censuses } from './run-host.js';

interface CrashCensuses extends Censuses {
  readonly stopped: Census;
}

function expectNothingMore({ fresh, before, after, stopped }: CrashCensuses, allowed: number): void {
  expect({ ...after, heap: 0 }).toEqual({ ...before, heap: 0 });
  expect(after.held).toBe(0);
  expect(after.heap - before.heap).toBeLessThan(allowed);
  const { resources } = fresh;
  expect(stopped).toMatchObject({ resources, children: 0, started: 0 });
}

describe('a supervised session that crashes', () => {
  it(
    'another 100 times holds what it held before, and in the end nothing, with a scripted one',
    { timeout: 300_000 },
    async () => {
      expectNothingMore(await runHost('scripted-crashes-host.ts', '200', '100'), 1_000_000);
    },
  );

  it(
    'another 5 times holds what it held before, and in the end nothing, on the real CLI',
    { timeout: 300_000 },
    async () => {
      await using api = await startMessagesApi({ reply: 'ok' });
      expectNothingMore(await runHost('real-crashes-host.ts', api.url, '2', '5'), 1_000_000);
    },
  );
});
