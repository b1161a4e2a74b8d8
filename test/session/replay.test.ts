import { createFakeClock } from 'troupe/testing';
import { expect, it } from 'vitest';
import type { SessionAdapter } from '../../src/adapter/session-adapter.js';
import { SessionError } from '../../src/errors/session-error.js';
import { replay } from '../../src/session/replay.js';

const requests = ['one', 'two', 'three'].map((subtype) => ({ subtype }));

function telling(answer: (subtype: string) => Promise<unknown>) {
  const clock = createFakeClock();
  const asked: [subtype: string, limit: number][] = [];
  const reports: string[] = [];
  const adapter = {
    control: ({ subtype }: { readonly subtype: string }, limit: number) => {
      asked.push([subtype, limit]);
      return answer(subtype);
    },
  } as unknown as SessionAdapter;
  const told = replay({ adapter, requests, clock, limit: 1_000, report: (text) => reports.push(text) });
  return { clock, asked, reports, told };
}

it('tells one after the other, and all within one limit', async () => {
  const waits: (() => void)[] = [];
  const { clock, asked, told } = telling(() => new Promise<void>((resolve) => waits.push(resolve)));
  for (const index of [0, 1, 2]) {
    await clock.advance(400);
    waits[index]?.();
    await clock.advance(0);
  }
  expect(await told).toBe(true);
  expect(asked).toEqual([
    ['one', 1_000],
    ['two', 600],
    ['three', 200],
  ]);
});

it('reports what is refused, and goes on', async () => {
  const { asked, reports, told } = telling((subtype) =>
    subtype === 'two' ? Promise.reject(new SessionError('control_failed', 'No.')) : Promise.resolve({}),
  );
  expect(await told).toBe(true);
  expect(asked.map(([subtype]) => subtype)).toEqual(['one', 'two', 'three']);
  expect(reports).toEqual(["A new process could not be told 'two': SessionError: No.."]);
});

it('leaves off when the process is gone', async () => {
  const { asked, reports, told } = telling(() => Promise.reject(new SessionError('stopped', 'Gone.')));
  expect(await told).toBe(false);
  expect([asked.length, reports]).toEqual([1, []]);
});
