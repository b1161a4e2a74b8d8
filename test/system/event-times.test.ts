import { expect, test, vi } from 'vitest';
import { stage } from '../session/live-fixture.js';
import { sessions } from '../supervisor/fixture.js';
import { watch } from '../support/event-streams.js';
import { Mirror } from './mirror.js';
import { nodeAt } from './trees.js';

test('a time in the tree is that of the event which told of it, to the last digit', async () => {
  const { system, clock, backend, settle } = stage();
  const now = clock.now.bind(clock);
  let readings = 0;
  vi.spyOn(clock, 'now').mockImplementation(() => now() + (readings += 1) / 1_000);
  const { events } = watch(system);
  const inner = { type: 'supervisor', name: 'inner', maxRestarts: 0, children: sessions('b') } as const;
  await system.startSupervisor({ name: 'top', children: [...sessions('a'), inner] });
  const seen = async () => {
    await settle();
    const mirror = new Mirror();
    for (const event of events) if (event.type !== 'gap') mirror.take(event);
    expect(mirror.rows).toEqual(new Mirror(system.inspectTree()).rows);
  };
  await seen();
  for (const adapter of backend.adapters) adapter.crash();
  await seen();
  expect(nodeAt(system.inspectTree(), 'top/inner/b')).toMatchObject({
    status: 'waiting',
    nextRestart: expect.any(Number) as number,
    lastExit: { code: 'crashed' },
  });
  await clock.advance(1_000);
  await seen();
});
