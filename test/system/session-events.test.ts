import { describe, expect, test } from 'vitest';
import { outcome } from '../session/fixture.js';
import { silence, stage } from '../session/live-fixture.js';
import { cameTo, grow, sessions } from '../supervisor/fixture.js';
import { queriesIn, watch } from '../support/event-streams.js';

const echo = ({ text }: { readonly text: string }): string => `re: ${text}`;

test('the life of a session is told from its start to its removal, and the stream ends with its system', async () => {
  const { system, start, settle } = stage(echo);
  const { texts, isOver } = watch(system);
  const session = start({ name: 'solo' });
  await session.query('hi');
  void system.stop();
  await settle();
  expect(texts()).toEqual([
    'solo#0 added',
    'solo#1 begun',
    'solo#1 query.accepted',
    'solo#1 ready/idle',
    'solo#1 querying',
    'solo#1 query.started',
    'solo#1 identified',
    'solo#1 query.ended ok',
    'solo#1 ready/idle',
    'solo#1 exited stopped',
    'solo#1 stopped',
    'solo#1 removed',
  ]);
  expect(isOver()).toBe(true);
});

test('a query has ended in the events when its caller hears of that', async () => {
  const { system, start } = stage(echo);
  const session = start();
  const { texts } = watch(system);
  await session.query('hi');
  expect(texts()).toContain('session-1#1 query.ended ok');
});

test('a crash is told as it goes on: the exit, the query that it took, the wait, the next process', async () => {
  const all = await grow({ name: 'top', children: sessions('a') }, silence);
  const { texts } = watch(all.system);
  const asked = cameTo(all.sup.getSession('a').query('hi'));
  await all.settle();
  await all.crash('a');
  await all.clock.advance(1_000);
  expect(await asked).toBe('crashed');
  expect(texts().slice(3)).toEqual([
    'top/a#1 identified',
    'top/a#1 exited crashed',
    'top#1 child_terminated a#1',
    'top#1 restart_scheduled a#1',
    'top/a#1 query.ended crashed',
    'top/a#1 initializing/waiting',
    'top/a#2 begun',
    'top/a#2 initializing/restarting',
    'top/a#2 ready/idle',
    'top#1 started a#2',
    'top/a#2 restarted',
  ]);
});

test('an exit tells how the process ended', async () => {
  const all = await grow({ name: 'top', children: sessions('a') });
  const { events } = watch(all.system);
  all.cliOf('a').crash({ exitCode: 7 });
  await all.settle();
  expect(events[0]).toMatchObject({ type: 'exited', code: 'crashed', exitCode: 7, signal: undefined });
});

test('a query that is asked again is told to start again, and to end once', async () => {
  let tries = 0;
  const script = () => ((tries += 1) === 1 ? silence() : 'at last');
  const all = await grow({ name: 'top', children: sessions('a', { retryInFlight: true }) }, script);
  const { events } = watch(all.system);
  const asked = cameTo(all.sup.getSession('a').query('hi'));
  await all.settle();
  await all.crash('a');
  await all.clock.advance(1_000);
  expect(await asked).toBe('at last');
  expect([...queriesIn(events).values()]).toEqual([['accepted', 'started', 'started', 'ended ok']]);
});

describe('queries that were never sent', () => {
  test('end with the session, and have no duration', async () => {
    const { system, start, settle } = stage(silence);
    const session = start({ name: 'a' });
    await session.ready();
    const { events } = watch(system);
    const asked = ['one', 'two'].map((text) => outcome(session.query(text)));
    await settle();
    await session.stop();
    expect(await Promise.all(asked)).toEqual(['stopped', 'stopped']);
    expect([...queriesIn(events).values()]).toEqual([
      ['accepted', 'started', 'ended stopped'],
      ['accepted', 'ended stopped'],
    ]);
    const ends = events.filter((event) => event.type === 'query.ended');
    expect(ends.map(({ duration }) => duration)).toEqual([0, undefined]);
  });

  test('end when their signal fires, also one that had fired before', async () => {
    const { system, start, settle } = stage(silence);
    const session = start();
    await session.ready();
    const { events } = watch(system);
    void outcome(session.query('first'));
    const controller = new AbortController();
    const asked = [controller.signal, AbortSignal.abort()].map((signal) =>
      outcome(session.query('next', { signal })),
    );
    await settle();
    controller.abort();
    expect(await Promise.all(asked)).toEqual(['aborted', 'aborted']);
    expect([...queriesIn(events).values()]).toEqual([
      ['accepted', 'started'],
      ['accepted', 'ended aborted'],
      ['accepted', 'ended aborted'],
    ]);
  });

  test('and were not accepted are not told of', async () => {
    const { system, start, settle } = stage(echo);
    const session = start();
    await session.ready();
    const { events } = watch(system);
    await session.stop();
    expect(await outcome(session.query('late'))).toBe('stopped');
    const unread = session.stream('never read');
    await settle();
    expect([queriesIn(events).size, typeof unread]).toEqual([0, 'object']);
  });
});

test('a reader who leaves early is told to have left, when the turn is over', async () => {
  const { system, start, settle } = stage(async function* () {
    yield* silence();
  });
  const session = start();
  await session.ready();
  const { texts } = watch(system);
  const reading = session.stream('hi')[Symbol.asyncIterator]();
  void reading.next();
  await settle();
  await reading.return?.();
  await settle();
  expect(texts().slice(-2)).toEqual(['session-1#1 query.ended left', 'session-1#1 ready/idle']);
});

test('a reader who left is told to have left, also where the process ends before the turn', async () => {
  const all = stage(silence);
  const session = all.start();
  await session.ready();
  const { texts } = watch(all.system);
  const reading = session.stream('hi')[Symbol.asyncIterator]();
  void reading.next();
  await all.settle();
  const left = reading.return?.();
  all.cli.crash();
  await left;
  await all.settle();
  const ends = texts().filter((text) => /query.ended|exited/.test(text));
  expect(ends).toEqual(['session-1#1 exited crashed', 'session-1#1 query.ended left']);
});

test('states are told in the order in which the session itself tells them, and before it does', async () => {
  const { system, start, settle } = stage(echo);
  const { events } = watch(system);
  const session = start({ name: 'a' });
  const heard: [state: string, seq: number][] = [];
  session.on('state', (state) => heard.push([state, system.inspectTree().seq]));
  await session.query('hi');
  await session.clear();
  await session.stop();
  await settle();
  const states = events.flatMap((event) =>
    event.type === 'state' && event.kind === 'session' && event.state !== event.previous.state
      ? [[event.state, event.seq] as const]
      : [],
  );
  expect(states.map(([state]) => state)).toEqual(heard.map(([state]) => state));
  expect(states.every(([, seq], index) => seq <= (heard[index]?.[1] ?? 0))).toBe(true);
});

test('each conversation is told by its id: the first, that after a clear, and one that was lost', async () => {
  const spec = sessions('a', { whenContextLost: 'fresh', noSessionPersistence: true });
  const all = await grow({ name: 'top', children: spec });
  const { events } = watch(all.system);
  const session = all.sup.getSession('a');
  const ids: (string | undefined)[] = [];
  for (const next of [() => session.query('hi'), () => session.clear(), () => session.query('hi')]) {
    await next();
    ids.push(session.sessionId);
  }
  await all.crash('a');
  await all.clock.advance(1_000);
  const told = events.flatMap((event) => ('sessionId' in event ? [`${event.type} ${event.sessionId}`] : []));
  expect(told).toEqual([`identified ${ids[0]}`, `identified ${ids[1]}`, `context_lost ${ids[2]}`]);
});

test('a start that fails is told as a life that was begun and exited', async () => {
  const { system, start, settle, backend } = stage(echo);
  backend.behave({ refusesStart: 'No, thanks.' });
  const { texts } = watch(system);
  const session = start({ name: 'a' });
  await settle();
  expect(await outcome(session.ready())).toBe('start_failed');
  expect(texts()).toEqual([
    'a#0 added',
    'a#1 begun',
    'a#1 exited start_failed',
    'a#1 stopped',
    'a#1 removed',
  ]);
});
