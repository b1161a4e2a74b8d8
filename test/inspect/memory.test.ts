import { expect, test } from 'vitest';
import { runHost } from '../soak/run-host.js';
import type { Busy, Watching } from './busy-host.js';

const MiB = 1024 ** 2;

async function busy(watching: Watching): Promise<Busy> {
  const seen = await runHost<Busy>('../inspect/busy-host.ts', watching);
  expect(seen.events).toBeGreaterThanOrEqual(100_000);
  return seen;
}

// As JSON, they are about 60 MiB. The host itself, and the compiled code of its loop, come to one or two.
test.each<[who: string, Watching]>([
  ['has ever looked', 'nobody'],
  ['looks any more', 'left'],
])(
  'a hundred thousand events leave the heap where it was, and no timer, when nobody %s',
  async (_who, watching) => {
    const { grown, timers } = await busy(watching);
    expect(grown).toBeLessThan(8 * MiB);
    expect(timers).toEqual({ most: 0, left: 0 });
  },
);

test('a client that takes nothing of a hundred thousand events costs no more than a few thousand of them, and is shown the tree when it goes on', async () => {
  const { grown, timers, shownAnew } = await busy('stuck');
  expect(grown).toBeLessThan(16 * MiB);
  expect(timers.most).toBeLessThan(100);
  expect(timers.left).toBe(0);
  expect(shownAnew).toBe(true);
});
