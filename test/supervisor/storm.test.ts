import { expect, test } from 'vitest';
import { AT_ONCE, grow, sessions } from './fixture.js';

test('500 sessions that die together are restarted within the storm limit, in their order, and all come back', async () => {
  const names = Array.from({ length: 500 }, (_, index) => `${500 - index}`);
  const all = await grow(
    {
      name: 'top',
      maxRestarts: 500,
      children: [{ type: 'dynamicSupervisor', name: 'pool', maxRestarts: 500 }],
    },
    undefined,
    { limits: { maxStarting: 8, maxStartsPerSecond: 50 } },
  );
  const pool = all.system.getSupervisor('pool');
  const added = sessions(names.join(' '), AT_ONCE).map((spec) => pool.startChild(spec));
  await all.clock.advance(10_000);
  await Promise.all(added);
  expect(pool.countSessions()).toEqual({ specs: 500, active: 500 });

  const before = all.backend.adapters.length;
  const restarted: string[] = [];
  for (const name of names) pool.getSession(name).on('restarted', () => restarted.push(name));
  await all.crash(...names);
  for (let second = 1; second <= 10; second += 1) {
    // A burst at once, and as many with each second: never more within any.
    expect(all.backend.adapters.length - before).toBe(50 * second);
    await all.clock.advance(1_000);
  }
  expect(restarted).toEqual(names);
  expect(pool.countSessions()).toEqual({ specs: 500, active: 500 });
});
