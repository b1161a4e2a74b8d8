import { describe, expect, test, vi } from 'vitest';
import { ActorFeed, NO_ACTOR } from '../../src/session/actor-view.js';
import type { ActorSnapshot } from '../../src/session/incarnation.js';
import { faultRecorder, settle } from './fixture.js';

/** Snapshots are only handed on: any object will do. */
const [one, two] = [
  { value: 'ready', status: 'active', output: undefined },
  { value: 'cleared', status: 'active', output: undefined },
] as unknown as [ActorSnapshot, ActorSnapshot];

function setUp() {
  const report = faultRecorder();
  return { report, feed: new ActorFeed(report) };
}

test('there is no snapshot before the first, and the latest after that', () => {
  const { feed } = setUp();
  expect(feed.getSnapshot()).toBeUndefined();
  feed.publish(one);
  feed.publish(two);
  expect(feed.getSnapshot()).toEqual(two);
});

test('a listener is given each snapshot from its subscription to its end, and none before', () => {
  const { feed } = setUp();
  const listener = vi.fn();
  feed.publish(one);
  const unsubscribe = feed.subscribe(listener);
  feed.publish(two);
  unsubscribe();
  unsubscribe();
  feed.publish(one);
  expect(listener.mock.calls).toEqual([[two]]);
});

test('a listener that is called sees its snapshot as the latest', () => {
  const { feed } = setUp();
  const seen: unknown[] = [];
  feed.subscribe(() => seen.push(feed.getSnapshot()));
  feed.publish(one);
  expect(seen).toEqual([one]);
});

test('one function subscribed twice is called twice, and removed once', () => {
  const { feed } = setUp();
  const listener = vi.fn();
  feed.subscribe(listener);
  feed.subscribe(listener)();
  feed.publish(one);
  expect(listener).toHaveBeenCalledOnce();
});

test('a listener that is unsubscribed by another one is not called any more', () => {
  const { feed } = setUp();
  const listener = vi.fn();
  const stops: (() => void)[] = [];
  feed.subscribe(() => stops.forEach((stop) => stop()));
  stops.push(feed.subscribe(listener));
  feed.publish(one);
  expect(listener).not.toHaveBeenCalled();
});

describe('a listener that fails', () => {
  test('by a throw or a rejection is reported by name, and the others are still called', async () => {
    const { feed, report } = setUp();
    const other = vi.fn();
    feed.subscribe(() => {
      throw new Error('thrown');
    });
    feed.subscribe(() => Promise.reject(new Error('rejected')));
    feed.subscribe(other);
    feed.publish(one);
    await settle();
    expect(report.mock.calls).toEqual([
      ["listener of 'actor'", new Error('thrown')],
      ["listener of 'actor'", new Error('rejected')],
    ]);
    expect(other).toHaveBeenCalledExactlyOnceWith(one);
  });
});

test('the view of a session that is not there is empty, and can be subscribed to', () => {
  expect(NO_ACTOR.getSnapshot()).toBeUndefined();
  const listener = vi.fn();
  NO_ACTOR.subscribe(listener)();
  expect(listener).not.toHaveBeenCalled();
});

test('what is shown leads to nothing that could steer', () => {
  const { feed } = setUp();
  feed.publish({
    ...one,
    children: { adapter: { send: vi.fn() } },
    context: { link: {} },
  } as unknown as ActorSnapshot);
  const shown = feed.getSnapshot();
  expect(Object.keys(shown ?? {})).toEqual(['value', 'status', 'output']);
  expect(Object.isFrozen(shown)).toBe(true);
});
