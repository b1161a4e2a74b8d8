import { expect, test } from 'vitest';
import { coreLife } from '../../bench/supervision/core-life.js';
import { scaling } from '../../bench/supervision/scaling.js';
import { wholeLife } from '../../bench/supervision/whole-life.js';

test('in the life that is measured each child is started, crashes, and is started again', async () => {
  expect(coreLife(7)).toBe(14);
  expect(await wholeLife(7)).toBe(14);
});

test('2 000 children take the core and the registry less than 30 times as long as 100 do', async () => {
  // Fewer than the benchmark has, so that a quadratic cost is seen in seconds. The best round: whatever else the machine
  // does can only make one look worse, and such a cost is in each.
  let best = Infinity;
  for (let round = 1; round <= 6 && best >= 30; round += 1) {
    const { few, many } = await scaling(coreLife, { few: 100, many: 2_000 });
    best = Math.min(best, many / few);
  }
  expect(best).toBeLessThan(30);
});
