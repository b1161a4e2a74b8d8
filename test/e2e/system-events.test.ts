import { gate } from 'troupe/testing';
import { expect, it } from 'vitest';
import { queriesIn, watch } from '../support/event-streams.js';
import { AT_ONCE, kill, supervisedCli } from '../support/supervised-tree.js';
import { until } from '../support/until.js';
import { ALLOW, nextPermission, onDisk, write } from './asking.js';
import { failure } from './crash-moments.js';

it('tells what happens to a session of the real CLI: a query that asks, a crash in the next, a restart, the stop', async () => {
  await using cli = await supervisedCli();
  const plain = watch(cli.system);
  const full = watch(cli.system, { content: true });
  const sup = await cli.system.startSupervisor({
    name: 'top',
    children: [{ name: 'one', canUseTool: 'ask', ...AT_ONCE }],
  });
  const session = sup.getSession('one');
  cli.api.enqueue(write(cli, 'note'), 'Written.');
  const asked = nextPermission(session);
  const answer = session.query('Write a note.');
  cli.system.answerQuestion((await asked).id, ALLOW);
  const { total_cost_usd: cost } = await answer;
  expect(onDisk(cli, 'note')).toBe('note');

  cli.api.enqueue(gate());
  const before = cli.api.requests.length;
  const lost = failure(session.query('Wait for me.'));
  await cli.api.waitForRequests(before + 1);
  kill(sup, 'one');
  expect(await lost).toMatchObject({ code: 'crashed' });
  await until(() => session.state === 'ready');
  await cli.system.stop();

  expect(plain.texts()).toEqual([
    ...['top#0 added', 'top/one#0 added', 'top#1 begun', 'top#1 starting', 'top/one#1 begun'],
    ...['top/one#1 ready/idle', 'top#1 running', 'top#1 started one#1'],
    ...['top/one#1 query.accepted', 'top/one#1 querying', 'top/one#1 query.started', 'top/one#1 identified'],
    ...['top/one#1 asked permission Write', 'top/one#1 settled answered'],
    ...['top/one#1 query.ended ok', 'top/one#1 ready/idle'],
    ...['top/one#1 query.accepted', 'top/one#1 querying', 'top/one#1 query.started'],
    ...['top/one#1 exited crashed', 'top#1 child_terminated one#1', 'top#1 restart_scheduled one#1'],
    ...['top/one#1 query.ended crashed', 'top/one#1 initializing/waiting'],
    ...['top/one#2 begun', 'top/one#2 initializing/restarting', 'top/one#2 ready/idle'],
    ...['top#1 started one#2', 'top/one#2 restarted', 'top#1 stopping', 'top/one#2 exited stopped'],
    ...['top#1 stopped/stopping', 'top#1 exited stopped', 'top/one#2 stopped', 'top/one#2 removed'],
    ...['top#1 stopped', 'top#1 removed'],
  ]);
  expect(plain.events.find(({ type }) => type === 'exited')).toMatchObject({ signal: 'SIGKILL' });
  expect(plain.events.find(({ type }) => type === 'query.ended')).toMatchObject({ cost });
  expect(queriesIn(plain.events).size).toBe(2);
  expect([plain.isOver(), full.isOver()]).toEqual([true, true]);
  expect(JSON.stringify(plain.events)).not.toMatch(/Write a|Written|note/);
  expect(full.events.find(({ type }) => type === 'query.accepted')).toMatchObject({
    prompt: 'Write a note.',
  });
  expect(full.events.find(({ type }) => type === 'query.ended')).toMatchObject({
    result: { result: 'Written.' },
  });
  expect(full.events.find(({ type }) => type === 'permission.asked')).toMatchObject({
    input: { content: 'note' },
  });
});
