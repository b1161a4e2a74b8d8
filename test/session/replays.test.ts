import { expect, it } from 'vitest';
import { controlsOf, promptsOf, stage } from './live-fixture.js';

it('a process that ends while it is told what was set was never ready: what waits is served by the next', async () => {
  const { backend, system, clock, settle, reports } = stage();
  await system.startSupervisor({ name: 'tree', children: [{ name: 'worker' }] });
  const session = system.getSession('worker');
  await session.setMaxThinkingTokens(5);
  const restarts: number[] = [];
  session.on('restarted', (incarnation) => restarts.push(incarnation));

  backend.behave({ ignores: ['set_max_thinking_tokens'] });
  backend.adapters[0]?.crash();
  await settle();
  const asked = session.query('hello');
  await clock.advance(1_000);
  backend.behave({ ignores: [] });
  backend.adapters[1]?.crash();
  await clock.advance(5_000);

  const told = backend.adapters.map((cli) => [controlsOf(cli), promptsOf(cli)]);
  const replayed = ['initialize', 'set_max_thinking_tokens'];
  expect(told.slice(1)).toEqual([
    [replayed, []],
    [replayed, ['hello']],
  ]);
  await expect(asked).resolves.toMatchObject({ is_error: false });
  expect(restarts).toEqual([3]);
  // It is no fault of the request's.
  expect(reports.filter((report) => report.includes('could not be told'))).toEqual([]);
});
