import { toolUse } from 'troupe/testing';
import { expect, it } from 'vitest';
import { isAlive, processesUnder, processesWith, sleepOfItsOwn } from '../support/processes.js';
import {
  AT_ONCE,
  changedSince,
  pidOf,
  processesOf,
  rowOf,
  supervisedCli,
} from '../support/supervised-tree.js';
import { until } from '../support/until.js';
import { failure } from './crash-moments.js';

/** Two sessions; nothing may be restarted of itself, or the tree ends. */
const PAIR = {
  name: 'team',
  strategy: 'one_for_all',
  maxRestarts: 0,
  children: [{ name: 'one' }, { name: 'two' }],
} as const;

it('a session that stops itself stays down, at no cost to its siblings', async () => {
  await using cli = await supervisedCli();
  await using sup = await cli.system.startSupervisor(PAIR);
  const [pid, sibling] = [pidOf(sup, 'one'), pidOf(sup, 'two')];
  await sup.getSession('one').stop();
  expect(isAlive(pid)).toBe(false);
  expect(rowOf(sup, 'one')).toMatchObject({ status: 'stopped', restarts: 0, pid: undefined });
  await expect(sup.getSession('one').query('too late')).rejects.toMatchObject({ code: 'stopped' });
  expect((await sup.getSession('two').query('still there?')).result).toBe('ok');
  expect(pidOf(sup, 'two')).toBe(sibling);
  expect(cli.api.requests).toHaveLength(1);
});

it('a child that is terminated keeps its spec, and is started by hand with its conversation', async () => {
  await using cli = await supervisedCli();
  await using sup = await cli.system.startSupervisor(PAIR);
  const session = sup.getSession('one');
  await session.query('first');
  const before = processesOf(sup);
  const { pid, sessionId } = rowOf(sup, 'one');
  await sup.terminateChild('one');
  expect(isAlive(pid ?? 0)).toBe(false);
  expect(sup.whichChildren()).toMatchObject([{ id: 'one', status: 'stopped' }, { id: 'two' }]);
  await sup.restartChild('one');
  await session.query('second');
  expect(cli.api.requests.at(-1)?.userTexts).toEqual(['first', 'second']);
  expect(session.sessionId).toBe(sessionId);
  expect(changedSince(before, sup)).toEqual(['one']);
});

it('a session that is terminated is forgotten, and its name is free for another one', async () => {
  await using cli = await supervisedCli();
  await using sup = await cli.system.startSupervisor(PAIR);
  await sup.getSession('one').query('first');
  const { one, ...others } = processesOf(sup);
  await sup.terminateSession('one');
  expect(processesOf(sup)).toEqual(others);
  await expect(cli.system.getSession('one').query('?')).rejects.toMatchObject({ code: 'not_found' });
  sup.startSession({ name: 'one' });
  await cli.system.getSession('one').query('second');
  expect(cli.api.requests.at(-1)?.userTexts).toEqual(['second']);
  expect(processesOf(sup)).toMatchObject({ ...others, one: expect.not.stringMatching(one ?? '') as string });
});

it('a session that is restarted in a turn has a new process, and its conversation and its queue are the same', async () => {
  await using cli = await supervisedCli({
    reply: ({ lastUserText }) => `re: ${lastUserText}`,
    defaults: { allowedTools: ['Bash'] },
  });
  await using sup = await cli.system.startSupervisor(PAIR);
  const session = sup.getSession('one');
  await session.query('first');
  const before = processesOf(sup);
  const command = sleepOfItsOwn();
  cli.api.enqueue(toolUse('Bash', { command: `touch begun & ${command}`, description: 'wait' }));
  const cut = failure(session.query('in flight'));
  const waiting = session.query('second');
  await until(() => processesWith(command).length > 0);
  await sup.restartSession('one');
  expect(processesWith(command)).toEqual([]);
  expect(await cut).toMatchObject({ code: 'restarted', sent: true, restarting: true });
  expect((await waiting).result).toBe('re: second');
  const { userTexts } = cli.api.requests.at(-1) ?? {};
  expect([userTexts?.at(0), userTexts?.at(-1)]).toEqual(['first', 'second']);
  expect(changedSince(before, sup)).toEqual(['one']);
  expect(rowOf(sup, 'two').status).toBe('idle');
});

it('a supervisor stops its children one after the other, the last first, with all that they started', async () => {
  await using cli = await supervisedCli({ defaults: { allowedTools: ['Bash'] } });
  const sup = await cli.system.startSupervisor({
    name: 'team',
    children: [
      { name: 'first' },
      { type: 'supervisor', name: 'inner', children: [{ name: 'second' }, { name: 'third' }] },
      { name: 'fourth', ...AT_ONCE },
    ],
  });
  const command = sleepOfItsOwn();
  cli.api.enqueue(toolUse('Bash', { command: `setsid nohup ${command} >/dev/null 2>&1 & echo` }), 'done');
  await sup.getSession('second').query('start something');
  await until(() => processesWith(command).length > 0);
  const sessions = sup.listSessions().map(({ id }) => ({ id, pid: pidOf(sup, id) }));
  const left: string[][] = [];
  for (const { id } of sessions) {
    cli.system.getSession(id).actor.subscribe(({ value }) => {
      if (value === 'stopped') left.push(sessions.filter(({ pid }) => isAlive(pid)).map((each) => each.id));
    });
  }
  const stopped = sup.stop();
  const meanwhile = failure(sup.startChild({ name: 'late' }));
  await stopped;
  expect(processesUnder(cli.sandbox.root)).toEqual([]);
  expect(left).toEqual([['first', 'second', 'third'], ['first', 'second'], ['first'], []]);
  expect(await meanwhile).toMatchObject({ code: 'shutdown' });
  await sup.done;
  expect(sup.state).toBe('stopped');
});

it('a supervisor that is held by `await using` is gone with its block, and its names are free', async () => {
  await using cli = await supervisedCli();
  for (const prompt of ['one', 'two']) {
    await using sup = await cli.system.startSupervisor({ name: 'team', children: [{ name: 'assistant' }] });
    await sup.getSession('assistant').query(prompt);
    expect(processesUnder(cli.sandbox.root)).not.toEqual([]);
  }
  expect(processesUnder(cli.sandbox.root)).toEqual([]);
  expect(cli.api.requests.map(({ userTexts }) => userTexts)).toEqual([['one'], ['two']]);
  await expect(cli.system.getSupervisor('team').stop()).rejects.toMatchObject({ code: 'noproc' });
});
