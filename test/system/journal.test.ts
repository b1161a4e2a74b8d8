import { createFakeClock } from 'troupe/testing';
import { expect, test, vi } from 'vitest';
import type { SessionHappening } from '../../src/session/session-happening.js';
import { Journal } from '../../src/system/journal.js';
import type { EventStreamOptions } from '../../src/system/system-events.js';
import { allOf, heldIn } from '../support/event-streams.js';

const subject = { path: 'agents/a', name: 'a', incarnation: 2 };

function setUp() {
  const clock = createFakeClock(1_000);
  const journal = new Journal(clock);
  const made: boolean[] = [];
  const prompted = (content: boolean): SessionHappening => {
    made.push(content);
    return { type: 'query.accepted', query: 'q1', ...(content && { prompt: 'secret' }) };
  };
  return { clock, journal, made, happen: () => journal.sessions(subject, prompted) };
}

test('an event says what happened to whom, when, and the how-maniest it is; and nobody can change it', async () => {
  const { journal, clock, happen } = setUp();
  happen();
  await clock.advance(5);
  const stream = journal.read();
  happen();
  journal.supervisors({ ...subject, name: undefined }, () => ({ type: 'begun' }));
  const { events } = await heldIn(stream);
  expect(events).toEqual([
    { type: 'query.accepted', query: 'q1', seq: 2, at: 1_005, kind: 'session', ...subject },
    { type: 'begun', seq: 3, at: 1_005, kind: 'supervisor', ...subject, name: undefined },
  ]);
  expect(events.every((event) => Object.isFrozen(event))).toBe(true);
  expect(journal.seq).toBe(3);
});

test('an event has the time that is known of it', async () => {
  const { journal } = setUp();
  const stream = journal.read();
  journal.supervisors(subject, () => ({ type: 'begun' }), 999.5);
  expect(await heldIn(stream)).toMatchObject({ events: [{ type: 'begun', at: 999.5 }] });
});

test('nothing is made of what nobody reads, but for its number', async () => {
  const { clock, journal, made, happen } = setUp();
  const now = vi.spyOn(clock, 'now');
  happen();
  const stream = journal.read();
  await stream.return();
  happen();
  expect([made, journal.seq, now.mock.calls]).toEqual([[], 2, []]);
});

test('only those who want it get the content; what several read is made once', async () => {
  const { journal, made, happen } = setUp();
  const streams = [{}, { content: true }, { content: false }, { content: true }].map((options) =>
    journal.read(options),
  );
  happen();
  const texts = (await Promise.all(streams.map(heldIn))).map(({ events }) => JSON.stringify(events));
  expect(texts.map((text) => text.includes('secret'))).toEqual([false, true, false, true]);
  expect(made).toEqual([false, true]);
});

test('a reader who never reads costs another nothing, and may have a buffer of its own size', async () => {
  const { journal, happen } = setUp();
  const [stuck, other] = [journal.read({ maxBuffered: 1 }), journal.read()];
  const got: number[] = [];
  for (let count = 0; count < 1_200; count += 1) {
    happen();
    const { value } = await other.next();
    if (value && value.type !== 'gap') got.push(value.seq);
  }
  expect(got).toEqual(Array.from({ length: 1_200 }, (_, index) => index + 1));
  expect(await heldIn(stuck)).toMatchObject({
    events: [{ type: 'gap', from: 1, to: 1_199 }, { seq: 1_200 }],
  });
});

test('a thousand events are held where nothing else is said', async () => {
  const { journal, happen } = setUp();
  const stream = journal.read();
  for (let count = 0; count < 1_001; count += 1) happen();
  const { events } = await heldIn(stream);
  expect([events.length, events[0]]).toEqual([1_001, { type: 'gap', from: 1, to: 1 }]);
});

test('when it is closed, streams end behind what they hold, and later ones at once', async () => {
  const { journal, happen } = setUp();
  const stream = journal.read();
  happen();
  journal.close();
  expect(await allOf(stream)).toMatchObject([{ seq: 1 }]);
  expect(await allOf(journal.read())).toEqual([]);
});

test.each<[string, object]>([
  ['maxBuffered', { maxBuffered: 0 }],
  ['maxBuffered', { maxBuffered: Infinity }],
  ['content', { content: 'yes' }],
  ['signal', { signal: {} }],
  ['maxBufered', { maxBufered: 5 }],
])('bad options are refused, by the name of %s', (option, options) => {
  const { journal } = setUp();
  expect(() => journal.read(options as EventStreamOptions)).toThrow(
    expect.objectContaining({ code: 'invalid_option', option }) as Error,
  );
});
