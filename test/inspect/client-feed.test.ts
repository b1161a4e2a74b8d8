import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { stage } from '../session/live-fixture.js';
import { until } from '../support/until.js';
import { actor, event, FakeSystem, feed, snapshot, type SlowSocket } from './feed-fixture.js';

/** Stately's package converts each event in a timer without delay: all these have rung when one that is set later does. */
const converted = (): Promise<void> => sleep(0);

/** Until it has taken all there is. */
async function takesAll(socket: SlowSocket): Promise<void> {
  for (let count = -1; count !== socket.sent.length;) {
    await converted();
    count = socket.sent.length;
    socket.take();
    await converted();
  }
}

const inShort = ({ sent }: SlowSocket): string[] =>
  sent.map(({ type, sessionId, snapshot }) =>
    [type.slice(8), sessionId, snapshot?.status].filter(Boolean).join(' '),
  );

test('a client is shown what is there, and then what happens, in order', async () => {
  const system = new FakeSystem();
  system.alive = ['a', 'b'];
  const { socket } = await feed(system);
  socket.isQuick = true;
  system.tell(event('a'));
  system.tell({ ...event('a'), type: '@xstate.microstep' });
  system.tell(snapshot('a'));
  system.tell(actor('c'));
  await until(() => socket.sent.length === 7);
  expect(inShort(socket)).toEqual([
    ...['actor a active', 'snapshot a active', 'actor b active', 'snapshot b active'],
    ...['event a', 'snapshot a active', 'actor c active'],
  ]);
});

test('what waits for a client that takes nothing is bounded, and what happens meanwhile costs nothing', async () => {
  const system = new FakeSystem();
  const filter = vi.fn(() => true);
  const { socket } = await feed(system, filter);
  for (let count = 0; count < 100_000; count += 1) system.tell(event('a'));
  expect(system.observers.size).toBe(0);
  const accepted = filter.mock.calls.length;
  expect(accepted).toBeLessThan(2_100);
  await converted();
  expect(socket.sent).toHaveLength(1);
  socket.take();
  await converted();
  expect(socket.sent).toHaveLength(1 + 64);
  await takesAll(socket);
  expect(socket.sent).toHaveLength(accepted);
});

test('when it has taken what waited, it is shown anew what is there, and who is gone', async () => {
  const system = new FakeSystem();
  system.alive = ['a', 'b', 'c'];
  const { socket } = await feed(system);
  await takesAll(socket);
  system.tell(snapshot('b', 'done'));
  for (let count = 0; count < 3_000; count += 1) system.tell(event('a'));
  system.alive = ['c', 'd'];
  socket.sent.length = 0;
  await takesAll(socket);
  expect(inShort(socket).filter((line) => line !== 'event a')).toEqual([
    ...['snapshot b done', 'actor c active', 'snapshot c active', 'actor d active', 'snapshot d active'],
    'snapshot a stopped',
  ]);
  expect(system.observers.size).toBe(1);
});

test('a tree that is larger than what may wait is sent as a whole, also to a slow client', async () => {
  const system = new FakeSystem();
  system.alive = Array.from({ length: 2_500 }, (_, index) => `a${index}`);
  const { socket } = await feed(system);
  for (let count = 0; count < 100_000; count += 1) system.tell(event('a0'));
  await takesAll(socket);
  const lines = inShort(socket);
  const [live, tree] = [lines.indexOf('event a0'), lines.lastIndexOf('event a0') + 1];
  expect(lines.slice(0, live).filter((line) => line.startsWith('actor'))).toHaveLength(2_500);
  expect(tree - live).toBeLessThan(2_100);
  expect(lines.slice(tree)).toEqual(lines.slice(0, live));
});

test('the filter is asked before anything is made of an event, and only what it lets through is shown', async () => {
  const system = new FakeSystem();
  const getSnapshot = vi.fn();
  const { socket } = await feed(
    system,
    ({ type, actorRef }) => type === '@xstate.event' && actorRef.id !== 'b',
  );
  const shown = actor('a');
  system.tell({ ...shown, actorRef: { ...shown.actorRef, getSnapshot } });
  system.tell(event('b'));
  system.tell(event('a'));
  await takesAll(socket);
  expect(inShort(socket)).toEqual(['event a']);
  expect(getSnapshot).not.toHaveBeenCalled();
});

test.each<[what: string, fail: () => unknown]>([
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
])('a filter that %s is reported, and hurts neither the session nor the client', async (_what, fail) => {
  const { system, reports, start, settle } = stage();
  let asked = 0;
  const { socket } = await feed(system, () => ((asked += 1) % 2 === 1 ? true : (fail() as boolean)));
  socket.isQuick = true;
  await start({ name: 'anna' }).ready();
  await settle();
  await until(() => socket.sent.length > 1);
  expect(asked).toBeGreaterThan(socket.sent.length);
  expect(reports.filter((line) => /inspector.*broken/.test(line)).length).toBeGreaterThan(0);
  await system.stop();
});

test.each([
  [['event a'], 'is truthy', 'yes'],
  [[], 'is falsy', ''],
  [[], 'is missing', undefined],
])('%j is shown of one event where what the filter answers %s', async (shown, _what, answer: unknown) => {
  const system = new FakeSystem();
  const { socket } = await feed(system, () => answer as boolean);
  system.tell(event('a'));
  await takesAll(socket);
  expect(inShort(socket)).toEqual(shown);
});

test('a filter that answers by a promise is reported, and nothing is shown', async () => {
  const { system, reports, start, settle } = stage();
  const { socket } = await feed(system, () => Promise.resolve(true) as unknown as boolean);
  await start({ name: 'anna' }).ready();
  await settle();
  await takesAll(socket);
  expect(socket.sent).toEqual([]);
  expect(reports.filter((line) => /inspector.*must answer at once/.test(line)).length).toBeGreaterThan(0);
  await system.stop();
});

test('a client is sent away when the system has stopped, and it has taken what waited', async () => {
  const system = new FakeSystem();
  const { socket } = await feed(system);
  system.tell(event('a'));
  system.tell(event('b'));
  system.complete();
  await converted();
  expect(inShort(socket)).toEqual(['event a']);
  expect(socket.closed).toEqual([]);
  await takesAll(socket);
  expect(inShort(socket)).toEqual(['event a', 'event b']);
  expect(socket.closed).toEqual(['1001 The system has stopped.', 'terminated']);
});

test('a client that is gone is told nothing more, and is no observer any more', async () => {
  const system = new FakeSystem();
  const { socket, client } = await feed(system);
  system.tell(event('a'));
  system.tell(event('b'));
  client.stop();
  expect(system.observers.size).toBe(0);
  await takesAll(socket);
  expect(socket.sent).toEqual([]);
});

test('a client that is sent away by the filter, as it is shown the tree anew, is no observer any more', async () => {
  const system = new FakeSystem();
  let isOver = false;
  const { socket, client } = await feed(system, () => {
    if (isOver) client.stop();
    return true;
  });
  for (let count = 0; count < 3_000; count += 1) system.tell(event('a'));
  isOver = true;
  system.alive = ['a'];
  const inspect = vi.spyOn(system, 'inspect');
  await takesAll(socket);
  expect(inspect).toHaveBeenCalledTimes(1);
  expect(system.observers.size).toBe(0);
});
