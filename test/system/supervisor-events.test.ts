import { expect, test } from 'vitest';
import { outcome } from '../session/fixture.js';
import { stage } from '../session/live-fixture.js';
import { AT_ONCE, codeOfCall, grow, sessions } from '../supervisor/fixture.js';
import { watch } from '../support/event-streams.js';

test('a tree is added from its root down, is begun in that order, and is removed from its leaves up', async () => {
  const { system, settle } = stage();
  const { texts } = watch(system);
  const inner = { type: 'supervisor', name: 'inner', children: sessions('b') } as const;
  await system.startSupervisor({ name: 'top', children: [...sessions('a'), inner] });
  await settle();
  expect(texts()).toEqual([
    ...['top#0 added', 'top/a#0 added', 'top/inner#0 added', 'top/inner/b#0 added'],
    ...['top#1 begun', 'top#1 starting', 'top/a#1 begun', 'top/a#1 ready/idle', 'top#1 started a#1'],
    ...['top/inner#1 begun', 'top/inner#1 starting', 'top/inner/b#1 begun', 'top/inner/b#1 ready/idle'],
    ...['top/inner#1 running', 'top/inner#1 started b#1', 'top#1 running', 'top#1 started inner#1'],
  ]);
  const before = texts().length;
  void system.stop();
  await settle();
  const ends = texts().slice(before);
  expect(ends.filter((text) => /exited|removed/.test(text))).toEqual([
    ...['top/inner/b#1 exited stopped', 'top/inner#1 exited stopped'],
    ...['top/a#1 exited stopped', 'top#1 exited stopped'],
    ...['top/a#1 removed', 'top/inner/b#1 removed', 'top/inner#1 removed', 'top#1 removed'],
  ]);
});

test('of a tree that is refused nothing is told', async () => {
  const { system, start } = stage();
  await start({ name: 'b' }).ready();
  const { texts } = watch(system);
  const inner = { type: 'supervisor', name: 'inner', children: sessions('b') } as const;
  const refused = system.startSupervisor({ name: 'top', children: [...sessions('a'), inner] });
  expect([await outcome(refused), texts()]).toEqual(['name_taken', []]);
});

test('a supervisor that is restarted is told to have had two lives; what it lost was removed, the rest waited', async () => {
  const inner = { type: 'supervisor', name: 'inner', maxRestarts: 0, children: sessions('a') } as const;
  const all = await grow({ name: 'top', children: [inner] });
  all.system.getSupervisor('inner').startSession({ name: 'added' });
  await all.settle();
  const { texts } = watch(all.system);
  await all.crash('a');
  await all.clock.advance(1_000);
  expect(texts().filter((text) => !text.startsWith('top#'))).toEqual([
    ...['top/inner/a#1 exited crashed', 'top/inner#1 stopping', 'top/inner#1 child_terminated a#1'],
    ...['top/inner#1 gave_up a#1', 'top/inner/added#1 exited stopped', 'top/inner#1 stopped/stopping'],
    ...['top/inner#1 exited gave_up', 'top/inner/added#1 stopped/gaveUp', 'top/inner/added#1 removed'],
    ...['top/inner#1 stopped/waiting', 'top/inner/a#1 initializing/waiting'],
    ...['top/inner#2 begun', 'top/inner#2 starting', 'top/inner/a#2 begun'],
    ...['top/inner/a#2 initializing/restarting', 'top/inner/a#2 ready/idle', 'top/inner#2 running'],
    ...['top/inner#2 started a#1', 'top/inner/a#2 restarted'],
  ]);
});

test('one that its supervisor forgets is removed, and added anew with the next life of that', async () => {
  const inner = {
    type: 'supervisor',
    name: 'inner',
    maxRestarts: 0,
    children: [...sessions('a'), ...sessions('b', { restart: 'temporary', tags: ['eu'] })],
  } as const;
  const all = await grow({ name: 'top', children: [inner] });
  const { events, texts } = watch(all.system);
  await all.crash('b');
  await all.crash('a');
  await all.clock.advance(1_000);
  expect(texts().filter((text) => text.startsWith('top/inner/b#'))).toEqual([
    ...['top/inner/b#1 exited crashed', 'top/inner/b#1 stopped', 'top/inner/b#1 removed'],
    ...['top/inner/b#0 added', 'top/inner/b#1 begun', 'top/inner/b#1 ready/idle'],
  ]);
  expect(events.filter(({ type }) => type === 'added')).toMatchObject([{ tags: ['eu'], status: 'starting' }]);
});

test('a child that is added, stopped, started and forgotten is told so; one under an id that is taken is not', async () => {
  const all = await grow({ name: 'top', children: [] });
  const { texts } = watch(all.system);
  all.sup.startSession({ name: 'a' });
  await all.settle();
  const refused = all.sup.startSession({ id: 'a', name: 'other' }).ready();
  expect(codeOfCall(() => all.sup.startSession({ name: 'a' }))).toBe('already_started');
  expect(await outcome(refused)).toBe('already_started');
  await all.sup.terminateChild('a');
  await all.sup.restartChild('a');
  await all.sup.terminateChild('a');
  await all.sup.deleteChild('a');
  expect(texts().filter((text) => !text.startsWith('top#'))).toEqual([
    ...['top/a#0 added', 'top/a#1 begun', 'top/a#1 ready/idle', 'top/a#1 exited stopped', 'top/a#1 stopped'],
    ...['top/a#2 begun', 'top/a#2 initializing/starting', 'top/a#2 ready/idle', 'top/a#2 exited stopped'],
    ...['top/a#2 stopped', 'top/a#2 removed'],
  ]);
});

test('one that waits for a taken id is added when it takes that place, and so is what was asked of it', async () => {
  const all = await grow({ name: 'top', children: sessions('a') });
  const { events, texts } = watch(all.system);
  void all.sup.terminateSession('a');
  const next = all.sup.startSession({ id: 'a', name: 'next', tags: ['eu'] });
  expect(await outcome(next.query('hi'))).toMatchObject({ result: 're: hi' });
  expect(texts().filter((text) => !text.startsWith('top#'))).toEqual([
    ...['top/a#1 exited stopped', 'top/a#1 stopped', 'top/a#1 removed'],
    ...['top/a#0 added', 'top/a#0 query.accepted', 'top/a#1 begun', 'top/a#1 ready/idle'],
    ...['top/a#1 querying', 'top/a#1 query.started', 'top/a#1 identified', 'top/a#1 query.ended ok'],
    'top/a#1 ready/idle',
  ]);
  expect(events.filter(({ type }) => type === 'added')).toMatchObject([{ tags: ['eu'], status: 'starting' }]);
});

test('who hears of the end of a session may start another of its name at once; the old one is removed by then', async () => {
  const { system, start, settle } = stage();
  const { texts } = watch(system);
  const first = start({ name: 'a' });
  await first.ready();
  first.on('state', (state) => state === 'stopped' && start({ name: 'a' }));
  await first.stop();
  await settle();
  expect(texts().slice(3)).toEqual([
    ...['a#1 exited stopped', 'a#1 stopped', 'a#1 removed'],
    ...['a#0 added', 'a#1 begun', 'a#1 ready/idle'],
  ]);
});

test('a report says which child it is about, why by a code, and when it comes back', async () => {
  const all = await grow({
    name: 'top',
    children: sessions('a', { ...AT_ONCE, backOff: { initial: 40, jitter: 0 } }),
  });
  const { events } = watch(all.system);
  await all.crash('a');
  const reports = events.filter((event) => event.type === 'report');
  expect(reports).toMatchObject([
    { kind: 'supervisor', report: 'child_terminated', child: 'a', childIncarnation: 1, code: 'crashed' },
    { report: 'restart_scheduled', child: 'a', childIncarnation: 1, delay: 40 },
  ]);
});
