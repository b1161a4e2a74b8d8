import { createFakeClock, scriptedBackend } from 'troupe/testing';
import { createSystem } from 'troupe';
import { expect, test } from 'vitest';
import { nodesIn } from './trees.js';

/** Time of the fastest of many runs: what a busy machine adds is left out. */
function fastest(run: () => unknown): number {
  const times = Array.from({ length: 25 }, () => {
    const begun = performance.now();
    run();
    return performance.now() - begun;
  });
  return Math.min(...times);
}

test('it costs about as much as a listing of the same sessions, and asks neither clock nor backend for each', async () => {
  const clock = createFakeClock();
  const asked: string[] = [];
  const system = createSystem({
    backend: scriptedBackend(),
    clock: { ...clock, now: () => (asked.push('now'), clock.now()) },
    limits: { maxStarting: 500, maxStartsPerSecond: Infinity },
  });
  const users = await system.startSupervisor({ type: 'dynamicSupervisor', name: 'users' });
  const started = Array.from({ length: 500 }, (_, index) => users.startSession({ name: `user ${index}` }));
  await Promise.all(started.map((session) => session.ready()));
  asked.length = 0;
  const tree = system.inspectTree();
  expect([nodesIn(tree).length, asked]).toEqual([501, ['now']]);
  const [listing, inspecting] = [fastest(() => users.listSessions()), fastest(() => system.inspectTree())];
  expect(inspecting).toBeLessThan(10 * listing);
  await system.stop();
});
