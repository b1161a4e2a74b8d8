import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spend } from '../../../src/supervisor/core/budget.js';

/** Spends at these times, one after the other, and says of each whether it was too much. */
function spentAt(times: readonly number[], maxRestarts: number, period: number): readonly boolean[] {
  let restarts: readonly number[] = [];
  return times.map((now) => {
    const spent = spend(restarts, now, { maxRestarts, period });
    restarts = spent.restarts;
    return spent.exceeded;
  });
}

test('so many restarts within the window are borne, and one more is too much (S64)', () => {
  expect(spentAt([0, 1, 2], 2, 5_000)).toEqual([false, false, true]);
});

test('a budget of 0 bears no restart', () => {
  expect(spentAt([0], 0, 5_000)).toEqual([true]);
});

test('a restart exactly as old as the window still counts, an older one does not (S63)', () => {
  expect(spentAt([0, 5_000], 1, 5_000)).toEqual([false, true]);
  expect(spentAt([0, 5_001], 1, 5_000)).toEqual([false, false]);
});

test('the window slides: a restart is forgotten for its own age, not because another one was', () => {
  expect(spentAt([0, 900, 1_001, 1_800], 2, 1_000)).toEqual([false, false, false, true]);
});

test('only what is within the window is kept', () => {
  expect(spend([0, 10, 20], 1_015, { maxRestarts: 9, period: 1_000 }).restarts).toEqual([20, 1_015]);
});

test('whatever the times, a restart is too much exactly when that many were spent within the window before it', () => {
  const ages = fc.array(fc.nat(300), { maxLength: 40 });
  fc.assert(
    fc.property(ages, fc.nat(5), fc.integer({ min: 1, max: 500 }), (steps, maxRestarts, period) => {
      let now = 0;
      const times = steps.map((step) => (now += step));
      const expected = times.map((at, index) => {
        const recent = times.slice(0, index + 1).filter((earlier) => earlier >= at - period);
        return recent.length > maxRestarts;
      });
      expect(spentAt(times, maxRestarts, period)).toEqual(expected);
    }),
  );
});
