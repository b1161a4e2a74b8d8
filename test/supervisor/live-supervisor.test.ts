import { describe, expect, test } from 'vitest';
import { AT_ONCE, cameTo, codeOfCall, grow, sessions } from './fixture.js';

/** A supervisor below another one, that hands every failure up. */
const nested = (names: string, spec: object = {}) => ({
  type: 'supervisor' as const,
  name: 'inner',
  maxRestarts: 0,
  children: names === '' ? [] : sessions(names),
  ...spec,
});

describe('a supervisor that is restarted by its own', () => {
  test('keeps the queries that wait in its sessions, and these come back with their conversations', async () => {
    const all = await grow({ name: 'top', children: [nested('a b')] });
    await all.sup.getSession('a').query('first');
    await all.crash('b');
    expect(all.fares()).toEqual(['a waiting', 'b waiting']);
    const waiting = cameTo(all.sup.getSession('a').query('second'));
    await all.clock.advance(600);
    expect(await waiting).toBe('re: second');
    expect(all.backend.requests.at(-1)?.history).not.toEqual([]);
    expect(all.fares()).toEqual(['a idle', 'b idle']);
  });

  test('starts a child anew that could not be started at the last attempt', async () => {
    const all = await grow({ name: 'top', maxRestarts: 9, children: [nested('a b')] });
    all.backend.behave({ refusesStart: 'not now' });
    await all.crash('b');
    await all.clock.advance(600);
    all.backend.behave({ refusesStart: undefined });
    await all.clock.advance(1_200);
    expect(all.fares()).toEqual(['a idle', 'b idle']);
  });
});

describe('what a restart by its own supervisor brings back', () => {
  test('is a temporary child of the plan that had ended, and no child that was added at run time', async () => {
    const all = await grow({ name: 'top', children: [nested('a'), ...sessions('z')] });
    const inner = all.system.getSupervisor('inner');
    await all.sup.terminateChild('inner');
    await all.sup.deleteChild('inner');
    await all.sup.startChild({
      ...nested('a'),
      children: [...sessions('once', { restart: 'temporary' }), ...sessions('a')],
    });
    const added = inner.startSession({ name: 'added' });
    await added.ready();
    const asked = cameTo(added.query('hello'));
    await all.crash('once');
    expect(inner.listSessions().map(({ id }) => id)).toEqual(['a', 'added']);
    expect(await asked).toBe('re: hello');
    await all.crash('a');
    expect(await cameTo(added.query('late'))).toBe('gave_up');
    expect(added.status).toBe('gaveUp');
    await all.clock.advance(600);
    expect(inner.listSessions().map(({ id }) => id)).toEqual(['once', 'a']);
    expect(codeOfCall(() => all.start({ name: 'added' }))).toBeUndefined();
  });

  test('waits for a name that somebody else has taken meanwhile, and starts nothing without it', async () => {
    const all = await grow({
      name: 'top',
      maxRestarts: 9,
      children: [nested('', { children: [{ name: 'once', restart: 'temporary' }, { name: 'a' }] })],
    });
    await all.crash('once');
    const other = all.start({ name: 'once' });
    await other.ready();
    await all.crash('a');
    await all.clock.advance(600);
    expect(all.told.slice(-2)).toEqual(['start_error top/inner#2', 'restart_scheduled top/inner#2']);
    expect(all.backend.adapters.filter(({ running }) => running)).toHaveLength(1);
    await other.stop();
    await all.clock.advance(1_300);
    expect(all.fares()).toEqual(['once idle', 'a idle']);
  });

  test('is not what was stopped by hand between its lives', async () => {
    const all = await grow({ name: 'top', children: [nested('a b')] });
    await all.crash('b');
    const waiting = cameTo(all.sup.getSession('a').query('waits'));
    expect(await cameTo(all.sup.getSession('a').stop())).toBeUndefined();
    expect(await waiting).toBe('stopped');
    await all.clock.advance(600);
    expect(all.fares()).toEqual(['a stopped', 'b idle']);
    await all.system.getSupervisor('inner').restartChild('a');
    expect(all.fares()).toEqual(['a idle', 'b idle']);
  });

  test('is a child of the plan, though one of its id that was added meanwhile was stopped by hand', async () => {
    const children = [...sessions('once', { restart: 'temporary' }), ...sessions('a')];
    const all = await grow({ name: 'top', children: [nested('', { children })] });
    const inner = all.system.getSupervisor('inner');
    await all.crash('once');
    await inner.startChild({ name: 'once' });
    await inner.terminateChild('once');
    await all.crash('a');
    await all.clock.advance(600);
    expect(all.fares()).toEqual(['once idle', 'a idle']);
  });

  test('is not a child that was added, and was stopped by hand while everything was being stopped', async () => {
    const all = await grow({ name: 'top', children: [nested('a')] });
    await all.system
      .getSupervisor('inner')
      .startChild({ type: 'supervisor', name: 'sub', children: sessions('added') });
    const [added, sub] = [all.sup.getSession('added'), all.system.getSupervisor('sub')];
    all.cliOf('added').behave({ ignoresStop: true });
    const asked = added.query('late');
    await all.crash('a');
    const stopped = cameTo(sub.stop());
    await all.clock.advance(10_000);
    expect(await stopped).toBeUndefined();
    await expect(asked).rejects.toThrow("'top/inner/sub' was stopped, and its spec is forgotten.");
    expect(all.fares()).toEqual(['a idle']);
  });
});

describe('`restarting` of a query in flight', () => {
  test.each<[what: string, outer: number, restarting: boolean]>([
    ['its supervisor gives up and is restarted', 1, true],
    ['its supervisor gives up, and the one above as well', 0, false],
  ])('where %s: with %i restarts of the one above it is %s', async (_, maxRestarts, restarting) => {
    const all = await grow({
      name: 'top',
      maxRestarts,
      children: [nested('', { children: sessions('a b', { shutdown: 'brutal_kill' }) })],
    });
    const [asked, cut] = [all.sup.getSession('a').query('hello'), all.sup.getSession('b').query('hello')];
    for (const name of ['a', 'b']) all.cliOf(name).behave({ takesUpAfter: 1_000 });
    await all.crash('b');
    await expect(cut).rejects.toMatchObject({ code: 'crashed', sent: true, restarting });
    await expect(asked).rejects.toMatchObject({ sent: true, restarting });
  });
});

describe('sup.done', () => {
  test('resolves where a significant child has ended, also of a nested supervisor', async () => {
    const all = await grow({
      name: 'top',
      children: [
        nested('', {
          restart: 'temporary',
          autoShutdown: 'any_significant',
          children: [{ name: 'a', restart: 'transient', significant: true }, { name: 'b' }],
        }),
      ],
    });
    const done = cameTo(all.system.getSupervisor('inner').done);
    all.cliOf('a').crash({ exitCode: 0 });
    await all.settle();
    expect([await done, all.fares(), all.sup.whichChildren()]).toEqual([undefined, [], []]);
  });

  test('rejects where it gave up, with the culprit, and so does what waits for its sessions', async () => {
    const all = await grow({
      name: 'top',
      maxRestarts: 0,
      children: sessions('a b', { shutdown: 'brutal_kill' }),
    });
    all.cliOf('a').behave({ takesUpAfter: 1_000 });
    const asked = ['first', 'next'].map((text) => all.sup.getSession('a').query(text));
    await all.crash('b');
    await expect(all.sup.done).rejects.toMatchObject({ code: 'gave_up', path: 'top/b' });
    for (const each of asked) await expect(each).rejects.toMatchObject({ code: 'gave_up', path: 'top/b' });
  });

  test('of a nested supervisor that was stopped and started again is a new promise', async () => {
    const all = await grow({ name: 'top', children: [nested('a')] });
    const inner = all.system.getSupervisor('inner');
    await Promise.all([inner.stop(), inner.stop()]);
    expect([await cameTo(inner.done), inner.state]).toEqual([undefined, 'stopped']);
    await all.sup.restartChild('inner');
    let isDone = false;
    void inner.done.then(() => (isDone = true));
    await all.settle();
    expect([isDone, inner.state, all.fares()]).toEqual([false, 'running', ['a idle']]);
    await inner.stop();
    await all.settle();
    expect(isDone).toBe(true);
  });
});

describe('a verb that comes between two lives', () => {
  test('is refused with `noproc`, and claims no name', async () => {
    const all = await grow({ name: 'top', children: [nested('a')] });
    const inner = all.system.getSupervisor('inner');
    await all.crash('a');
    expect(inner.state).toBe('stopped');
    expect(codeOfCall(() => inner.startSession({ name: 'late' }))).toBe('noproc');
    expect(await cameTo(inner.startChild({ name: 'late' }))).toBe('noproc');
    expect(codeOfCall(() => all.start({ name: 'late' }))).toBeUndefined();
  });
});

describe('session.stop()', () => {
  test('holds when it is called by whoever is told that its supervisor gives up', async () => {
    const all = await grow({ name: 'top', children: [nested('a b', AT_ONCE)] });
    const stops: Promise<unknown>[] = [];
    all.sup.on('report', ({ type }) => {
      if (type === 'gave_up') stops.push(cameTo(all.sup.getSession('a').stop()));
    });
    await all.crash('b');
    await all.clock.advance(600);
    expect(all.fares()).toEqual(['a stopped', 'b idle']);
    expect(await Promise.all(stops)).toEqual([undefined]);
  });

  test('holds when its supervisor is stopped by its own before the call has its turn', async () => {
    const group = { strategy: 'one_for_all', maxRestarts: 3 } as const;
    const all = await grow({
      name: 'top',
      ...group,
      children: [nested('a b', group), ...sessions('c', AT_ONCE)],
    });
    all.cliOf('a').behave({ ignoresStop: true });
    await all.crash('b');
    const restarted = cameTo(all.system.getSupervisor('inner').restartSession('a'));
    const stopped = cameTo(all.sup.getSession('a').stop());
    await all.crash('c');
    await all.clock.advance(10_000);
    expect(await restarted).toBe('shutdown');
    expect(all.fares()).toEqual(['a stopped', 'b idle', 'c idle']);
    expect(await stopped).toBeUndefined();
  });
});
