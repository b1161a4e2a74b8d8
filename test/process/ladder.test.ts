import { expect, test } from 'vitest';
import { ladder } from '../../src/process/ladder.js';

test('half of the budget is for the end of input, and a third for SIGTERM', () => {
  expect(ladder(10_000)).toEqual({ terminateAfter: 5_000, killAfter: 8_500 });
});

test('without a budget every rung is reached at once', () => {
  expect(ladder(0)).toEqual({ terminateAfter: 0, killAfter: 0 });
});

test('an infinite budget reaches no signal', () => {
  expect(ladder(Infinity)).toEqual({ terminateAfter: Infinity, killAfter: Infinity });
});
