import { expect, test } from 'vitest';
import { deferred } from '../../src/base/deferred.js';
import { canariesIn, canary } from '../support/canary-watch.js';
import { toolStage } from '../callbacks/questions/fixture.js';
import { SESSION } from '../session/fixture.js';
import { stage } from '../session/live-fixture.js';
import { cameTo, grow, sessions } from '../supervisor/fixture.js';
import { faresIn, nodeAt, nodesIn } from './trees.js';

const NESTED = {
  name: 'top',
  children: [
    { name: '10', tags: ['web', 'slow'] },
    { type: 'supervisor', id: 'inner', tags: ['web'], children: [{ id: '9' }, { id: '1', name: 'b' }] },
    { type: 'dynamicSupervisor', name: 'users' },
  ],
} as const;

test('the tree of a system in which nothing runs is empty', async () => {
  const { system, clock } = stage();
  await clock.advance(7);
  expect(system.inspectTree()).toEqual({ at: 7, seq: 0, children: [] });
});

test('supervisors come before sessions, and each holds its children in start order', async () => {
  const { system, start } = await grow(NESTED);
  start({ name: 'single' });
  await system.startSupervisor({ children: [] });
  start();
  system.getSupervisor('users').startSession({ name: 'ada' });
  expect(nodesIn(system.inspectTree()).map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    ...['supervisor top', 'session top/10', 'supervisor top/inner', 'session top/inner/9'],
    ...['session top/inner/1', 'supervisor top/users', 'session top/users/ada', 'supervisor supervisor'],
    ...['session single', 'session session-1'],
  ]);
});

test('a node says what it is called, and what its spec is tagged with', async () => {
  const { system } = await grow(NESTED);
  const seen = nodesIn(system.inspectTree()).map(({ path, name, tags }) => [path, name, ...tags]);
  expect(seen).toEqual([
    ['top', 'top'],
    ['top/10', '10', 'web', 'slow'],
    ['top/inner', undefined, 'web'],
    ['top/inner/9', undefined],
    ['top/inner/1', 'b'],
    ['top/users', 'users'],
  ]);
});

test('a session says which process and conversation it has, what waits in it, and what it asks', async () => {
  const on = await toolStage({ canUseTool: 'ask' });
  const { session } = on;
  const node = () => nodeAt(on.system.inspectTree(), 'worker');
  expect(node()).toMatchObject({ state: 'ready', status: 'idle', pid: on.cli.pid, sessionId: undefined });
  const asked = session.query('one');
  await on.settle();
  const waiting = [session.query('two'), session.clear()];
  expect(session.sessionId).toBeDefined();
  const turn = { state: 'querying', status: 'querying', sessionId: session.sessionId };
  expect(node()).toMatchObject({ ...turn, queued: 2, questions: 1 });
  const [question] = session.pendingPermissions();
  question?.answer({ behavior: 'allow' });
  await asked;
  expect(node()).toMatchObject({ questions: 0 });
  await session.stop();
  await Promise.allSettled(waiting);
});

test('kind and path are one node’s only, whatever names there are', async () => {
  const { system, start } = stage();
  const grown = [{ name: 'top' }, { id: 'top' }, { name: 'supervisor' }, {}];
  for (const spec of grown) await system.startSupervisor({ ...spec, children: [{ id: 'a' }] });
  const names = ['session-2', 'top', 'top/a', 'top%2Fa', 'supervisor/a', undefined, undefined, undefined];
  for (const name of names) start(name === undefined ? {} : { name });
  start({ name: 'session-3' });
  const keys = nodesIn(system.inspectTree()).map(({ kind, path }) => `${kind} ${path}`);
  expect(keys).toHaveLength(17);
  expect(new Set(keys).size).toBe(17);
});

test('a name that is free again has its path again, also for one that is started as the other tells its end', async () => {
  const { system, start, settle } = stage();
  const seen: string[][] = [];
  const session = start({ name: 'a' });
  session.on('state', (state) => {
    if (state !== 'stopped') return;
    start({ name: 'a' });
    seen.push(faresIn(system.inspectTree()));
  });
  await settle();
  await session.stop();
  expect(seen).toEqual([['a initializing starting']]);
  expect(() => start({ name: 'a' })).toThrow();
  expect(faresIn(system.inspectTree())).toHaveLength(1);
});

test('a session that is refused leaves its path to the next of its name', () => {
  const { system, start } = stage();
  start({ name: 'a', sessionId: SESSION });
  expect(() => start({ name: 'b', sessionId: SESSION })).toThrow();
  start({ name: 'b' });
  expect(system.inspectTree().children.map(({ path }) => path)).toEqual(['a', 'b']);
});

test('children that wait for their first start come last, and of those under one id only the first is listed', async () => {
  const { system, sup, backend, settle } = await grow({ name: 'top', children: sessions('a') });
  const up = deferred();
  backend.behave({ startsWhen: up.promise });
  const restarted = cameTo(sup.restartSession('a'));
  const ids = ['x', 'a', 'x'].map((id) => sup.startSession({ id }));
  await settle();
  expect(nodesIn(system.inspectTree()).map(({ path }) => path)).toEqual(['top', 'top/a', 'top/x']);
  up.resolve();
  expect([await restarted, await Promise.all(ids.map((session) => cameTo(session.ready())))]).toEqual([
    undefined,
    [undefined, 'already_started', 'already_started'],
  ]);
});

test('a child that was deleted or forgotten is out of the tree, and one that was stopped by hand stays in it', async () => {
  const { system, sup } = await grow({ name: 'top', children: sessions('a b c') });
  await sup.terminateChild('a');
  await sup.terminateChild('b');
  await sup.deleteChild('b');
  await sup.terminateSession('c');
  expect(faresIn(system.inspectTree())).toEqual(['top running running', 'top/a stopped stopped']);
});

test('the tree of a stopped system is empty', async () => {
  const { system, start } = await grow(NESTED);
  start({ name: 'single' });
  await system.stop();
  expect(system.inspectTree().children).toEqual([]);
});

test('what was looked at stays as it was, and can be sent: it is plain data, of which nothing is live', async () => {
  const { system, crash } = await grow(NESTED);
  await crash('b');
  const tree = system.inspectTree();
  const copy = structuredClone(tree);
  expect(copy).toEqual(tree);
  expect(JSON.parse(JSON.stringify(tree))).toEqual(JSON.parse(JSON.stringify(copy)));
  await system.stop();
  expect(tree).toEqual(copy);
  expect(nodeAt(tree, 'top/inner/1')).toMatchObject({ status: 'waiting', lastExit: { code: 'crashed' } });
});

test('nothing of what was asked, answered, set or said at an end is in it', async () => {
  const secrets = { systemPrompt: canary('system'), env: { TOKEN: canary('env') } };
  const a = { name: 'a', ...secrets, backOff: { initial: 500, jitter: 0 } };
  const all = await grow({ name: 'top', children: [a] }, () => canary('answer'));
  await all.sup.getSession('a').query(canary('prompt'));
  const found = [...canariesIn(all.system.inspectTree())];
  all.backend.behave({ refusesStart: canary('stderr') });
  await all.crash('a');
  const waiting = cameTo(all.sup.getSession('a').query(canary('queued')));
  await all.clock.advance(500);
  expect(canariesIn(all.sup.listSessions())).toEqual([canary('stderr')]);
  found.push(...canariesIn(all.system.inspectTree()));
  expect(nodeAt(all.system.inspectTree(), 'top/a')).toMatchObject({
    ...{ queued: 1, lastExit: { code: 'start_failed', exitCode: 1 } },
  });
  await all.system.stop();
  expect([found, await waiting]).toEqual([[], 'stopped']);
});
