import { expect, test } from 'vitest';
import { coreLife } from '../../bench/supervision/core-life.js';
import { MOST, scaling } from '../../bench/supervision/scaling.js';
import { wholeLife } from '../../bench/supervision/whole-life.js';

test('in the life that is measured each child is started, crashes, and is started again', async () => {
  expect(coreLife(7)).toBe(14);
  expect(await wholeLife(7)).toBe(14);
});

test('2 000 children take the core and the registry less than 30 times as long as 100 do', async () => {
  // The best round: whatever else the machine does can only make one look worse, and a quadratic cost is in each.
  const ratios = (await scaling(coreLife, 6)).map(({ ratio }) => ratio);
  expect(Math.min(...ratios)).toBeLessThan(MOST);
});
