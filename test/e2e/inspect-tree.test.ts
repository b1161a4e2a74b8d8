import { expect, test } from 'vitest';
import { nodeAt } from '../system/trees.js';
import { canariesIn, canary } from '../support/canary-watch.js';
import { isAlive } from '../support/processes.js';
import { AT_ONCE, supervisedCli } from '../support/supervised-tree.js';
import { until } from '../support/until.js';

test('the tree shows the process and the conversation that the CLI has, its death, and its return', async () => {
  await using cli = await supervisedCli({ reply: canary('answer') });
  const { system, api } = cli;
  const top = await system.startSupervisor({
    name: 'top',
    children: [{ name: 'a', tags: ['web'], systemPrompt: canary('system'), ...AT_ONCE }],
  });
  const node = () => {
    const found = nodeAt(system.inspectTree(), 'top/a');
    if (found.kind !== 'session') throw new Error('It is no session.');
    return found;
  };
  const { session_id } = await top.getSession('a').query(canary('prompt'));
  const first = node();
  expect(first).toMatchObject({ state: 'ready', sessionId: session_id, tags: ['web'], incarnation: 1 });
  expect([first.lastExit, isAlive(first.pid ?? 0)]).toEqual([undefined, true]);

  process.kill(first.pid ?? 0, 'SIGKILL');
  await until(() => node().status === 'idle' && node().incarnation === 2);
  const second = node();
  expect(second).toMatchObject({ state: 'ready', sessionId: session_id, restarts: 1, queued: 0 });
  expect(second.lastExit).toMatchObject({ code: 'crashed', exitCode: undefined, signal: 'SIGKILL' });
  expect(second.lastExit?.at).toBeGreaterThanOrEqual(first.since);
  expect(second.since).toBeGreaterThanOrEqual(second.lastExit?.at ?? Infinity);
  expect([second.pid === first.pid, isAlive(first.pid ?? 0), isAlive(second.pid ?? 0)]).toEqual([
    ...[false, false, true],
  ]);
  expect((await top.getSession('a').query('again')).session_id).toBe(session_id);
  expect(api.requests.at(-1)?.userTexts).toContain(canary('prompt'));
  expect(canariesIn([first, second, system.inspectTree()])).toEqual([]);
  await system.stop();
  expect([system.inspectTree().children, isAlive(second.pid ?? 0)]).toEqual([[], false]);
});
