import { expect, test } from 'vitest';
import { OF_THE_CORE } from '../../bench/supervision.js';
import { coreLife } from '../../bench/supervision/core-life.js';
import { scaling } from '../../bench/supervision/scaling.js';
import { wholeLife } from '../../bench/supervision/whole-life.js';

test('in the life that is measured each child is started, crashes, and is started again', async () => {
  expect(coreLife(7)).toBe(14);
  expect(await wholeLife(7)).toBe(14);
});

test('10 000 children take the core and the registry less than 200 times as long as 100 do', async () => {
  // The best round: whatever else the machine does can only make one look worse, and a quadratic cost is in each.
  let best = Infinity;
  for (let round = 1; round <= 4 && best >= OF_THE_CORE.most; round += 1) {
    const { few, many } = await scaling(coreLife, OF_THE_CORE);
    best = Math.min(best, many / few);
  }
  expect(best).toBeLessThan(OF_THE_CORE.most);
});
