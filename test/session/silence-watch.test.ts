import { createFakeClock } from 'troupe/testing';
import { expect, test, vi } from 'vitest';
import { SilenceWatch } from '../../src/session/silence-watch.js';

function watchFor(limit: number) {
  const clock = createFakeClock();
  const told = vi.fn();
  return { clock, told, watch: new SilenceWatch(clock, limit, told) };
}

test('silence is told once, at the limit, counted from the beginning', async () => {
  const { clock, told, watch } = watchFor(100);
  await clock.advance(500);
  watch.begin();
  await clock.advance(99);
  expect(told).not.toHaveBeenCalled();
  await clock.advance(1);
  expect(told).toHaveBeenCalledOnce();
  expect(clock.pending).toBe(0);
});

test('whatever is heard begins the silence anew, with one timer for all of it', async () => {
  const { clock, told, watch } = watchFor(100);
  const arm = vi.spyOn(clock, 'setTimeout');
  watch.begin();
  for (let heard = 0; heard < 90; heard += 1) {
    await clock.advance(1);
    watch.heard();
  }
  expect(arm).toHaveBeenCalledOnce();
  await clock.advance(99);
  expect(told).not.toHaveBeenCalled();
  await clock.advance(1);
  expect(told).toHaveBeenCalledOnce();
});

test('nothing is told after the end, and no timer is left', async () => {
  const { clock, told, watch } = watchFor(100);
  watch.begin();
  watch.end();
  expect(clock.pending).toBe(0);
  await clock.advance(1_000);
  expect(told).not.toHaveBeenCalled();
});

test('a limit of 0 is silence from the beginning', () => {
  const { told, watch } = watchFor(0);
  watch.begin();
  expect(told).toHaveBeenCalledOnce();
});

test('without a limit no timer is armed, and the clock is not read', () => {
  const { clock, watch } = watchFor(Infinity);
  const now = vi.spyOn(clock, 'now');
  watch.begin();
  watch.heard();
  watch.end();
  expect([clock.pending, now.mock.calls]).toEqual([0, []]);
});
