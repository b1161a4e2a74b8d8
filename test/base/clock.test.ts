import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LONGEST_DELAY, delay, settlesWithin, systemClock } from '../../src/base/clock.js';

/** A promise that nothing settles. */
const never = new Promise<never>(() => undefined);

describe('the system clock', () => {
  afterEach(() => void vi.restoreAllMocks());

  test('does not go back when the wall clock is set back', () => {
    const before = systemClock.now();
    vi.spyOn(Date, 'now').mockReturnValue(0);
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  });

  test('counts milliseconds', async () => {
    const before = systemClock.now();
    await delay(systemClock, 20);
    // Timers may fire up to a millisecond early; nothing is said about late.
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(18);
  });
});

describe('a timer of the system clock', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  test('fires once, at its time', () => {
    const fired = vi.fn();
    systemClock.setTimeout(fired, 100);
    vi.advanceTimersByTime(99);
    expect(fired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(fired).toHaveBeenCalledOnce();
  });

  test('does not fire once it was cleared', () => {
    const fired = vi.fn();
    systemClock.clearTimeout(systemClock.setTimeout(fired, 100));
    vi.advanceTimersByTime(1000);
    expect(fired).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([Infinity, LONGEST_DELAY + 1])(
    'of %d ms is not armed, where Node would fire it at once',
    (time) => {
      const handle = systemClock.setTimeout(() => expect.unreachable(), time);
      expect(handle).toBeUndefined();
      expect(vi.getTimerCount()).toBe(0);
      expect(() => systemClock.clearTimeout(handle)).not.toThrow();
    },
  );

  test('may be as long as Node can hold', () => {
    const fired = vi.fn();
    systemClock.setTimeout(fired, LONGEST_DELAY);
    vi.advanceTimersByTime(LONGEST_DELAY - 1);
    expect(fired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fired).toHaveBeenCalledOnce();
  });
});

describe('settlesWithin', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  test.each([
    ['resolves', () => Promise.resolve('done')],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('is true of a promise that %s in time, and leaves no timer', async (_, settle) => {
    await expect(settlesWithin(systemClock, settle(), 1000)).resolves.toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is false when the time is over, and leaves no timer', async () => {
    const outcome = settlesWithin(systemClock, never, 1000);
    await vi.advanceTimersByTimeAsync(1000);
    await expect(outcome).resolves.toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is not yet decided just before the time is over', async () => {
    const decided = vi.fn();
    void settlesWithin(systemClock, never, 1000).then(decided);
    await vi.advanceTimersByTimeAsync(999);
    expect(decided).not.toHaveBeenCalled();
  });

  test('waits without a timer where the time is Infinity', async () => {
    let settle: (value: string) => void = () => undefined;
    const outcome = settlesWithin(systemClock, new Promise((resolve) => (settle = resolve)), Infinity);
    expect(vi.getTimerCount()).toBe(0);
    settle('done');
    await expect(outcome).resolves.toBe(true);
  });
});

test('delay resolves after its time on the given clock and not before', async () => {
  const armed: { callback: () => void; time: number }[] = [];
  const resolved = vi.fn();
  const waiting = delay(
    {
      now: () => 0,
      setTimeout: (callback, time) => armed.push({ callback, time }),
      clearTimeout: () => undefined,
    },
    250,
  ).then(resolved);
  await Promise.resolve();
  expect(resolved).not.toHaveBeenCalled();
  expect(armed).toMatchObject([{ time: 250 }]);
  armed[0]?.callback();
  await waiting;
  expect(resolved).toHaveBeenCalledOnce();
});
