import { describe, expect, test } from 'vitest';
import { delayAfter, drawFrom } from '../../../src/supervisor/core/back-off.js';

const plain = { initial: 500, factor: 2, max: 30_000, jitter: 0 };
/** Neither longer nor shorter by chance. */
const MIDDLE = 0.5;

describe('the delay before a restart', () => {
  test('is the initial one at first, and grows by the factor with each further failure, up to the longest', () => {
    const delays = [1, 2, 3, 6, 7, 8].map((failures) => delayAfter(failures, plain, MIDDLE));
    expect(delays).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000]);
  });

  test('is longer or shorter by at most the share that is left to chance', () => {
    const backOff = { ...plain, jitter: 0.2 };
    expect([0, MIDDLE, 1].map((draw) => delayAfter(1, backOff, draw))).toEqual([400, 500, 600]);
  });

  test('is never longer than the longest, whatever chance says: the cap comes last', () => {
    const backOff = { ...plain, jitter: 0.2 };
    expect(delayAfter(7, backOff, 1)).toBe(30_000);
    expect(delayAfter(7, backOff, 0)).toBe(25_600);
  });

  test('stays what it is with a factor of 1', () => {
    expect(delayAfter(50, { ...plain, factor: 1 }, MIDDLE)).toBe(500);
  });

  test('stays a number after more failures than a number can count the delay of', () => {
    expect(delayAfter(5_000, plain, MIDDLE)).toBe(30_000);
    expect(delayAfter(5_000, { ...plain, initial: 0 }, MIDDLE)).toBe(0);
    expect(delayAfter(5_000, { ...plain, jitter: 1 }, 0)).toBe(0);
  });
});

describe('chance', () => {
  /** The first draws from this seed on. */
  function draws(from: number, count: number): readonly number[] {
    let seed = from;
    return Array.from({ length: count }, () => {
      const drawn = drawFrom(seed);
      seed = drawn.seed;
      return drawn.draw;
    });
  }

  test('comes from the seed alone, so that a decision can be made again', () => {
    expect(draws(7, 20)).toEqual(draws(7, 20));
    expect(draws(7, 20)).not.toEqual(draws(8, 20));
  });

  test('is spread evenly from 0 to 1', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const draw of draws(1, 10_000)) {
      const tenth = Math.floor(draw * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(tenths).toHaveLength(10);
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});
