import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { startLimits } from '../../src/system/system-options.js';
import { stage } from '../session/live-fixture.js';

test('ten times as many may start within a second as at a time, and as many at a time as there are cores', () => {
  const cores = Math.max(2, availableParallelism());
  expect(startLimits()).toEqual({ maxStarting: cores, maxStartsPerSecond: 10 * cores });
  expect(startLimits({ maxStarting: 3 })).toEqual({ maxStarting: 3, maxStartsPerSecond: 30 });
  expect(startLimits({ maxStartsPerSecond: 7 })).toEqual({ maxStarting: cores, maxStartsPerSecond: 7 });
});

test('sessions beyond the limit of a second start in the next, and what was asked of them waits', async () => {
  const { start, backend, clock, settle } = stage(({ text }) => text, { limits: { maxStartsPerSecond: 2 } });
  const answers = ['a', 'b', 'c'].map((text) => start().query(text));
  await settle();
  expect(backend.adapters).toHaveLength(2);
  await clock.advance(1_000);
  expect((await Promise.all(answers)).map(({ result }) => result)).toEqual(['a', 'b', 'c']);
});

test('a session that is stopped while it waits is gone at once, and the next one starts in its place', async () => {
  const { start, backend, clock, settle } = stage(undefined, { limits: { maxStartsPerSecond: 1 } });
  const [first, waiting, last] = [start(), start(), start()];
  await first.ready();
  await waiting.stop();
  await clock.advance(1_000);
  await last.ready();
  expect(backend.adapters).toHaveLength(2);
  await settle();
});

test('a system that is stopped leaves no timer of sessions that waited', async () => {
  const { system, start, clock } = stage(undefined, { limits: { maxStartsPerSecond: 1 } });
  const sessions = Array.from({ length: 5 }, () => start());
  await sessions[0]?.ready();
  expect(clock.pending).toBe(1);
  await system.stop();
  expect(clock.pending).toBe(0);
});
