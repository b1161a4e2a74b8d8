import { expect, test } from 'vitest';
import { stage } from './live-fixture.js';

test('a session that is stopped at whichever microtask of its start leaves nothing that runs', async () => {
  for (let ticks = 0; ticks < 60; ticks += 1) {
    const { backend, clock, start } = stage();
    const session = start();
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    const stopped = session.stop();
    await clock.advance(10_000);
    await stopped;
    expect([ticks, backend.adapters.filter(({ running }) => running), clock.pending]).toEqual([ticks, [], 0]);
  }
});
