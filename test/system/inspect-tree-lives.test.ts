import { describe, expect, test } from 'vitest';
import { deferred } from '../../src/base/deferred.js';
import { stage } from '../session/live-fixture.js';
import { grow, sessions } from '../supervisor/fixture.js';
import { faresIn, nodeAt } from './trees.js';

const EVEN = { backOff: { initial: 500, jitter: 0 } } as const;

/** A nested supervisor that gives up at the first failure. */
const inner = (names: string) => ({
  ...({ type: 'supervisor', name: 'inner', maxRestarts: 0, ...EVEN } as const),
  children: sessions(names),
});

describe('a session in the tree', () => {
  test('that crashed waits for its time, and then is restarted; it is known since when', async () => {
    const { system, crash, clock, backend } = await grow({ name: 'top', children: sessions('a', EVEN) });
    const node = () => nodeAt(system.inspectTree(), 'top/a');
    await clock.advance(10);
    await crash('a');
    await clock.advance(100);
    const exit = { at: 10, code: 'crashed', exitCode: undefined, signal: 'SIGKILL' };
    expect(node()).toMatchObject({
      ...{ state: 'initializing', status: 'waiting', since: 10, pid: undefined, nextRestart: 510 },
      ...{ incarnation: 1, restarts: 0, lastExit: exit },
    });
    const up = deferred();
    backend.behave({ startsWhen: up.promise });
    await clock.advance(400);
    expect(node()).toMatchObject({
      ...{ state: 'initializing', status: 'restarting', since: 510, nextRestart: undefined },
      ...{ incarnation: 2, restarts: 1, lastExit: exit },
    });
    await clock.advance(50);
    up.resolve();
    await clock.advance(50);
    expect(node()).toMatchObject({ state: 'ready', status: 'idle', since: 560, incarnation: 2 });
  });

  test('that could not be started again waits once more, and says why in a code', async () => {
    const { system, crash, clock, backend } = await grow({ name: 'top', children: sessions('a', EVEN) });
    backend.behave({ refusesStart: 'not now' });
    await crash('a');
    await clock.advance(500);
    expect(nodeAt(system.inspectTree(), 'top/a')).toMatchObject({
      ...{ status: 'waiting', incarnation: 2, restarts: 1, nextRestart: 1_500 },
      lastExit: { at: 500, code: 'start_failed' },
    });
  });

  test('that no restart can mend gave up, and keeps its place', async () => {
    const { system, crash, clock, backend } = await grow({ name: 'top', children: sessions('a b', EVEN) });
    backend.behave({ refusesStart: "error: option '--model' is wrong" });
    await crash('a');
    await clock.advance(500);
    expect(nodeAt(system.inspectTree(), 'top/a')).toMatchObject({
      ...{ state: 'stopped', status: 'gaveUp', since: 500, nextRestart: undefined },
      lastExit: { at: 500, code: 'start_failed' },
    });
    expect(nodeAt(system.inspectTree(), 'top/b')).toMatchObject({ status: 'idle', since: 0 });
  });

  test('that is being stopped has its process until that is gone', async () => {
    const { system, start, settle, cli } = await single();
    const node = () => system.inspectTree().children[0];
    const { pid } = cli;
    const stopped = start.stop();
    expect(node()).toMatchObject({ state: 'ready', pid, lastExit: undefined });
    await settle();
    await stopped;
    expect(node()).toBeUndefined();
  });

  test('that was asked to end is told apart from one that was not, also where it comes back', async () => {
    const { system, sup } = await grow({ name: 'top', children: sessions('a b') });
    await sup.restartSession('a');
    await sup.terminateChild('b');
    const [a, b] = [nodeAt(system.inspectTree(), 'top/a'), nodeAt(system.inspectTree(), 'top/b')];
    expect(a).toMatchObject({ status: 'idle', incarnation: 2, restarts: 1, lastExit: { code: 'stopped' } });
    expect(b).toMatchObject({
      status: 'stopped',
      incarnation: 1,
      restarts: 0,
      lastExit: { code: 'stopped' },
    });
    await sup.restartChild('b');
    expect(nodeAt(system.inspectTree(), 'top/b')).toMatchObject({
      status: 'idle',
      incarnation: 2,
      restarts: 0,
    });
  });

  test('waits with its group for the time that the group waits for', async () => {
    const group = { name: 'top', strategy: 'one_for_all', children: sessions('a b', EVEN) } as const;
    const { system, crash } = await grow(group);
    await crash('b');
    expect(system.inspectTree().children).toMatchObject([
      {
        children: [
          { path: 'top/a', status: 'waiting', nextRestart: 500, lastExit: { code: 'stopped' } },
          { path: 'top/b', status: 'waiting', nextRestart: 500, lastExit: { code: 'crashed' } },
        ],
      },
    ]);
  });
});

async function single() {
  const all = stage();
  const start = all.start();
  await start.ready();
  return { ...all, start, cli: all.cli };
}

describe('a supervisor in the tree', () => {
  test('starts with its children, and runs when they are up', async () => {
    const { system, backend, clock } = stage();
    const up = deferred();
    backend.behave({ startsWhen: up.promise });
    const started = system.startSupervisor({ name: 'top', children: [...sessions('a'), inner('b')] });
    await clock.advance(10);
    expect(faresIn(system.inspectTree())).toEqual([
      ...['top starting starting', 'top/a initializing starting'],
      ...['top/inner stopped starting', 'top/inner/b initializing starting'],
    ]);
    up.resolve();
    await started;
    expect(system.inspectTree().children).toMatchObject([
      { state: 'running', since: 10, incarnation: 1, restarts: 0, lastExit: undefined },
    ]);
  });

  test('that gave up waits for its own to restart it, its children with it', async () => {
    const { system, crash, clock } = await grow({ name: 'top', children: [inner('a b'), ...sessions('z')] });
    const node = () => nodeAt(system.inspectTree(), 'top/inner');
    await clock.advance(10);
    await crash('a');
    expect(node()).toMatchObject({
      ...{ state: 'stopped', status: 'waiting', since: 10, nextRestart: 510, incarnation: 1, restarts: 0 },
      lastExit: { at: 10, code: 'gave_up', exitCode: undefined, signal: undefined },
    });
    expect(faresIn(system.inspectTree())).toEqual([
      ...['top running running', 'top/inner stopped waiting', 'top/inner/a initializing waiting'],
      ...['top/inner/b initializing waiting', 'top/z ready idle'],
    ]);
    await clock.advance(500);
    expect(node()).toMatchObject({
      ...{ state: 'running', status: 'running', since: 510, nextRestart: undefined },
      ...{ incarnation: 2, restarts: 1, lastExit: { code: 'gave_up' } },
    });
  });

  test('stops while its children do, and stays down where that was asked for', async () => {
    const { system, sup, settle } = await grow({ name: 'top', children: [inner('a b')] });
    const stopped = sup.terminateChild('inner');
    expect(nodeAt(system.inspectTree(), 'top/inner')).toMatchObject({
      state: 'stopping',
      status: 'stopping',
    });
    await settle();
    await stopped;
    expect(faresIn(system.inspectTree())).toEqual([
      ...['top running running', 'top/inner stopped stopped'],
      ...['top/inner/a stopped stopped', 'top/inner/b stopped stopped'],
    ]);
    await sup.restartChild('inner');
    expect(nodeAt(system.inspectTree(), 'top/inner')).toMatchObject({ incarnation: 2, restarts: 0 });
  });

  test('that cannot have its names back has failed to start, and says so', async () => {
    const once = sessions('once', { restart: 'temporary' });
    const nested = { ...inner('a'), children: [...once, ...sessions('a')] };
    const { system, start, crash, clock } = await grow({ name: 'top', children: [nested] });
    await crash('once');
    start({ name: 'once' });
    await crash('a');
    await clock.advance(500);
    expect(nodeAt(system.inspectTree(), 'top/inner')).toMatchObject({
      ...{ status: 'waiting', incarnation: 2, restarts: 1, nextRestart: 1_500 },
      lastExit: { at: 500, code: 'name_taken' },
    });
  });

  test('is already where a step has led it when what was done in that step is told', async () => {
    const { system, sup, crash } = await grow({ name: 'top', maxRestarts: 0, children: sessions('a b') });
    const seen: string[] = [];
    sup.on('report', ({ type }) => seen.push(`${type}: ${faresIn(system.inspectTree())[0] ?? ''}`));
    await crash('a');
    expect(seen).toEqual(['child_terminated: top stopping stopping', 'gave_up: top stopping stopping']);
  });
});
