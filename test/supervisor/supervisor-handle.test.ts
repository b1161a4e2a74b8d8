import { describe, expect, test } from 'vitest';
import type { SessionSpec } from 'troupe';
import { cameTo, codeOfCall, grow, sessions } from './fixture.js';

describe('startSession', () => {
  test('returns at once a session that is a child when it is up', async () => {
    const { sup, fares } = await grow({ name: 'top', children: sessions('a') });
    const session = sup.startSession({ name: 'b' });
    expect(await cameTo(session.query('hello'))).toBe('re: hello');
    expect(fares()).toEqual(['a idle', 'b idle']);
  });

  test.each<[word: string, names: string]>([
    ['already_started', 'top'],
    ['max_children', 'pool'],
  ])('that is refused with %s tells its session so, and gives its name up', async (word, name) => {
    const all = await grow({
      children: [
        { type: 'supervisor', name: 'top', children: [{ id: 'x', name: 'y' }] },
        { type: 'dynamicSupervisor', name: 'pool', maxChildren: 0 },
      ],
    });
    const session = all.system.getSupervisor(name).startSession({ id: 'x', name: 'refused' });
    const ends: string[] = [];
    session.on('stopped', () => ends.push('stopped'));
    expect(await cameTo(session.ready())).toBe(word);
    expect(await cameTo(session.query('hello'))).toBe(word);
    expect(await cameTo(session.stop())).toBeUndefined();
    expect(session.status).toBe('stopped');
    expect(codeOfCall(() => all.start({ name: 'refused' }))).toBeUndefined();
    expect(all.fares()).toEqual(['x idle']);
  });

  test('that comes while the supervisor ends is refused with `shutdown`, and so is any other verb', async () => {
    const { sup, cliOf, clock, settle, start } = await grow({ name: 'top', children: sessions('a b') });
    cliOf('b').behave({ ignoresStop: true });
    const stopped = sup.stop();
    await settle();
    expect(sup.state).toBe('stopping');
    const session = sup.startSession({ name: 'late' });
    const answers = [
      ...[session.ready(), sup.startChild({ name: 'later' }), sup.terminateChild('a')],
      ...[sup.restartChild('a'), sup.deleteChild('a'), sup.restartSession('a'), sup.terminateSession('a')],
    ];
    expect(await Promise.all(answers.map(cameTo))).toEqual(answers.map(() => 'shutdown'));
    expect(codeOfCall(() => start({ name: 'late' }))).toBeUndefined();
    await clock.advance(5_000);
    await stopped;
    expect(await cameTo(sup.startChild({ name: 'later' }))).toBe('noproc');
    expect(codeOfCall(() => sup.startSession({ name: 'later' }))).toBe('noproc');
  });

  test('throws for a bad spec, and for a name that is taken, with nothing added', async () => {
    const { sup, start, backend } = await grow({ name: 'top' });
    await start({ name: 'taken' }).ready();
    const bad = { name: 'b', colour: 'blue' } as SessionSpec;
    expect(codeOfCall(() => sup.startSession(bad))).toBe('invalid_option');
    expect(codeOfCall(() => sup.startSession({ name: 'taken' }))).toBe('name_taken');
    expect([sup.countChildren().specs, backend.adapters.length]).toEqual([0, 1]);
  });

  test('that cannot start drops its spec, with the CLI’s own words for whoever asks', async () => {
    const { sup, backend } = await grow({ name: 'top' });
    backend.behave({ refusesStart: 'not today' });
    await expect(sup.startSession({ name: 'a' }).ready()).rejects.toMatchObject({
      stderrTail: expect.stringContaining('not today') as string,
    });
    expect(sup.whichChildren()).toEqual([]);
  });

  test('can be stopped at any moment of its start', async () => {
    const { sup, backend, fares } = await grow({ name: 'top', children: sessions('a') });
    const atOnce = sup.startSession({ name: 'b' });
    expect(await cameTo(atOnce.stop())).toBeUndefined();
    backend.behave({ startsWhen: new Promise(() => undefined) });
    const hung = sup.startSession({ name: 'c' });
    const added = cameTo(hung.ready());
    await new Promise((resolve) => setImmediate(resolve));
    expect(await cameTo(hung.stop())).toBeUndefined();
    expect([await added, fares()]).toEqual(['stopped', ['a idle', 'b stopped', 'c stopped']]);
  });
});

describe('a session', () => {
  test('is found by its name, or its id, and a name comes first', async () => {
    const { sup } = await grow({
      name: 'top',
      children: [
        { id: 'x', name: 'y' },
        { id: 'z', name: 'x' },
      ],
    });
    expect(await cameTo(sup.getSession('z').query('hello'))).toBe('re: hello');
    const [y, x] = sup.listSessions();
    expect([sup.getSession('y').pid, sup.getSession('x').pid]).toEqual([y?.pid, x?.pid]);
    await sup.terminateSession('x');
    expect(sup.listSessions().map(({ id }) => id)).toEqual(['x']);
    await sup.terminateSession('x');
    expect(sup.listSessions()).toEqual([]);
    expect(await cameTo(sup.terminateSession('x'))).toBe('not_found');
    expect(await cameTo(sup.getSession('x').ready())).toBe('not_found');
  });

  test('of a nested supervisor is found, but is no child of this one', async () => {
    const { sup } = await grow({
      name: 'top',
      children: [{ type: 'supervisor', id: 'inner', children: sessions('a') }],
    });
    expect(await cameTo(sup.getSession('a').query('hello'))).toBe('re: hello');
    expect(await cameTo(sup.terminateSession('a'))).toBe('not_found');
    expect(await cameTo(sup.restartSession('inner'))).toBe('not_found');
  });

  test('that is restarted has another process and the same conversation, also when it waits or was stopped', async () => {
    const { sup, cliOf, crash, backend } = await grow({ name: 'top', children: sessions('a') });
    const session = sup.getSession('a');
    await session.query('first');
    const { pid } = cliOf('a');
    await sup.restartSession('a');
    expect(cliOf('a').pid).not.toBe(pid);
    await crash('a');
    expect(session.status).toBe('waiting');
    await sup.restartSession('a');
    await session.stop();
    await sup.restartSession('a');
    expect(await cameTo(session.query('second'))).toBe('re: second');
    expect(JSON.stringify(backend.requests.at(-1)?.history)).toContain('re: first');
  });
});

test('a nested supervisor that is deleted gives up its name, and the names in it', async () => {
  const all = await grow({
    name: 'top',
    children: [{ type: 'supervisor', name: 'inner', children: sessions('a') }],
  });
  expect(await cameTo(all.sup.deleteChild('inner'))).toBe('running');
  await all.sup.terminateChild('inner');
  expect(codeOfCall(() => all.start({ name: 'a' }))).toBe('name_taken');
  await all.sup.deleteChild('inner');
  expect(codeOfCall(() => all.start({ name: 'a' }))).toBeUndefined();
  await all.sup.startChild({ type: 'supervisor', name: 'inner', children: sessions('b') });
  expect(all.system.getSupervisor('inner').path).toBe('top/inner');
});

test('the spec of a child can be read back in full, and not be changed', async () => {
  const { sup } = await grow({ name: 'top', children: [{ name: 'a', restart: 'transient' }] });
  expect(sup.getChildSpec('a')).toMatchObject({ id: 'a', restart: 'transient', maxConsecutive: 8 });
  expect(Object.isFrozen(sup.getChildSpec('a'))).toBe(true);
  expect(codeOfCall(() => sup.getChildSpec('nobody'))).toBe('not_found');
});

test('options for a restart reach the session: what was in flight is asked again, and lost context is begun anew', async () => {
  const { sup, crash, cliOf, clock, backend } = await grow({
    name: 'top',
    children: [
      { name: 'retried', retryInFlight: true, backOff: { initial: 0 } },
      { name: 'fresh', whenContextLost: 'fresh', noSessionPersistence: true, backOff: { initial: 0 } },
    ],
  });
  cliOf('retried').behave({ takesUpAfter: 1_000 });
  const asked = cameTo(sup.getSession('retried').query('again'));
  await sup.getSession('fresh').query('forgotten');
  const lost: string[] = [];
  sup.getSession('fresh').on('contextLost', (id) => lost.push(id));
  await crash('retried', 'fresh');
  await clock.advance(10);
  expect(await asked).toBe('re: again');
  expect(await cameTo(sup.getSession('fresh').query('hello'))).toBe('re: hello');
  expect([lost.length, backend.requests.at(-1)?.history]).toEqual([1, []]);
});

test('a session that is terminated and started again in one go is gone when the second call has its turn', async () => {
  const { sup, fares } = await grow({ name: 'top', children: sessions('a b') });
  const calls = [sup.terminateSession('a'), sup.restartSession('a')];
  expect(await Promise.all(calls.map(cameTo))).toEqual([undefined, 'not_found']);
  expect(fares()).toEqual(['b idle']);
});
