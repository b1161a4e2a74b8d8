import { getEventListeners } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { SessionError } from '../../src/errors/session-error.js';
import { ByteBudget } from '../../src/session/byte-budget.js';
import { Query, type QueryOptions } from '../../src/session/query.js';
import { createFakeClock } from '../../src/testing/fake-clock.js';
import { codeOf, drain, result, said, settle } from './fixture.js';

const crashed = new SessionError('crashed', 'gone');

function setUp(options: QueryOptions = {}, { limit = 1_000, inactivityTimeout = Infinity } = {}) {
  const clock = createFakeClock();
  const budget = new ByteBudget(limit);
  const givenUp = vi.fn<(query: Query) => void>();
  const query = new Query({
    content: 'hello',
    options,
    defaults: { timeout: 300_000, inactivityTimeout },
    facts: () => ({ sessionName: 'named' }),
    tell: () => undefined,
    budget,
    clock,
    onGiveUp: givenUp,
  });
  const read = () => drain({ next: () => query.next() });
  return { clock, budget, query, givenUp, read };
}

test('each query has a prompt id of its own', () => {
  const ids = [setUp(), setUp()].map(({ query }) => query.prompt.id);
  expect(new Set(ids).size).toBe(2);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('what a query does not name is that of its session', () => {
  expect(setUp().query).toMatchObject({ timeout: 300_000, priority: 0 });
  expect(setUp({ timeout: 5, priority: 3 }).query).toMatchObject({ timeout: 5, priority: 3 });
  expect(setUp({ timeout: 0 }).query.timeout).toBe(0);
});

test('messages come to the reader in order, and then the end', async () => {
  const { query, read } = setUp();
  query.begin();
  query.deliver(said('a'), 1);
  query.deliver(result(), 1);
  query.end();
  expect(await read()).toEqual(['a', 'result']);
});

test('the first of its ends counts, and nothing is delivered after it', async () => {
  const { query, read } = setUp();
  query.begin();
  query.deliver(said('a'), 1);
  query.fail(crashed);
  query.end();
  query.timeOut();
  query.deliver(said('late'), 1);
  expect(query.ended).toBe(true);
  expect(await read()).toEqual(['a', 'crashed']);
});

test('a time-out names the limit of the query', async () => {
  const { query } = setUp({ timeout: 1_234 });
  query.begin();
  query.timeOut();
  query.close();
  await expect(query.next()).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringContaining('1234 ms') as string,
  });
});

test('its end and its being closed are two things', async () => {
  const { query } = setUp();
  const closed = vi.fn();
  void query.closed.then(closed);
  query.end();
  await settle();
  expect(closed).not.toHaveBeenCalled();
  query.close();
  query.close();
  await settle();
  expect(closed).toHaveBeenCalledOnce();
});

describe('a query that gives up', () => {
  const quitting = () => {
    const controller = new AbortController();
    const all = setUp({ signal: controller.signal });
    all.query.accept();
    all.query.begin();
    all.query.deliver(said('a'), 1);
    return { ...all, controller };
  };

  test('tells its reader when its turn is over, and not before, with what its session knows of itself', async () => {
    const { query } = quitting();
    query.timeOut();
    await query.next();
    const told = vi.fn();
    const next = query.next().catch((error: unknown) => void told(error));
    await settle();
    expect([query.ended, told.mock.calls]).toEqual([true, []]);
    query.close();
    await next;
    expect(told).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'timeout', sessionName: 'named' }),
    );
  });

  test('gives up once: neither the signal, nor its turn’s end or failure, takes the reason’s place', async () => {
    const { query, controller, givenUp, read } = quitting();
    query.timeOut();
    controller.abort();
    query.end();
    query.fail(crashed);
    query.close();
    query.close();
    expect(givenUp).not.toHaveBeenCalled();
    expect(await read()).toEqual(['a', 'timeout']);
  });

  test('and whose reader has left meanwhile drops what it held', async () => {
    const { query, budget } = quitting();
    query.timeOut();
    query.discard();
    expect(budget.take(1_000)).toBe(true);
    query.close();
    await settle();
  });
});

test('a turn that is over ends its query, also where nobody had told it so', async () => {
  const { query, read } = setUp();
  query.begin();
  query.deliver(said('a'), 1);
  query.close();
  expect(await read()).toEqual(['a']);
});

describe('the limit of silence', () => {
  const limited = { inactivityTimeout: 100 };

  test('is armed when the query is sent, and not before', async () => {
    const { query, clock, givenUp } = setUp(limited);
    query.accept();
    await clock.advance(10_000);
    expect(givenUp).not.toHaveBeenCalled();
    query.begin();
    await clock.advance(99);
    expect(givenUp).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(givenUp).toHaveBeenCalledExactlyOnceWith(query);
  });

  test('begins anew with every message, with one timer for all of them', async () => {
    const { query, clock, givenUp, read } = setUp(limited);
    query.begin();
    for (let index = 0; index < 5; index += 1) {
      await clock.advance(99);
      query.deliver(said('m'), 1);
      expect(clock.pending).toBe(1);
    }
    await clock.advance(99);
    expect(givenUp).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(givenUp).toHaveBeenCalledOnce();
    query.close();
    expect(await read()).toEqual(['m', 'm', 'm', 'm', 'm', 'inactivity_timeout']);
  });

  test('is that of the session where the query names none, and that of the query where it does', async () => {
    const ofSession = setUp({}, { inactivityTimeout: 100 });
    ofSession.query.begin();
    await ofSession.clock.advance(100);
    expect(ofSession.givenUp).toHaveBeenCalledOnce();
    const ofQuery = setUp({ inactivityTimeout: Infinity }, { inactivityTimeout: 100 });
    ofQuery.query.begin();
    await ofQuery.clock.advance(1_000_000);
    expect(ofQuery.givenUp).not.toHaveBeenCalled();
  });

  test.each(['end', 'fail', 'timeOut', 'discard'] as const)('leaves no timer after %s', (way) => {
    const { query, clock } = setUp(limited);
    query.begin();
    query[way](crashed);
    expect(clock.pending).toBe(0);
  });

  test('arms no timer for a query that ended before it began', async () => {
    const { query, clock, givenUp } = setUp(limited);
    query.fail(crashed);
    query.begin();
    expect(clock.pending).toBe(0);
    await clock.advance(1_000);
    expect(givenUp).not.toHaveBeenCalled();
  });

  test('is off by default', () => {
    const { query, clock } = setUp();
    query.begin();
    expect(clock.pending).toBe(0);
  });
});

describe('a signal', () => {
  test('that had fired before ends the query when it is accepted, with the signal’s reason', async () => {
    const reason = new Error('enough');
    const { query, givenUp } = setUp({ signal: AbortSignal.abort(reason) });
    expect(givenUp).not.toHaveBeenCalled();
    query.accept();
    expect(givenUp).toHaveBeenCalledOnce();
    query.close();
    await expect(query.next()).rejects.toMatchObject({ code: 'aborted', cause: reason });
  });

  test('that fires while messages are held drops them and gives their bytes back', async () => {
    const controller = new AbortController();
    const { query, budget, givenUp, read } = setUp({ signal: controller.signal }, { limit: 10 });
    query.accept();
    query.begin();
    query.deliver(said('a'), 10);
    controller.abort();
    expect(givenUp).toHaveBeenCalledOnce();
    expect(budget.take(10)).toBe(true);
    query.close();
    expect(await read()).toEqual(['aborted']);
  });

  test('that fires after the end changes nothing, and is not listened to any more', async () => {
    const controller = new AbortController();
    const { query, givenUp, read } = setUp({ signal: controller.signal });
    query.accept();
    query.deliver(said('a'), 1);
    query.end();
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    controller.abort();
    expect(givenUp).not.toHaveBeenCalled();
    expect(await read()).toEqual(['a']);
  });

  test('that fires before the query is accepted is not listened to: nothing was asked yet', () => {
    const controller = new AbortController();
    setUp({ signal: controller.signal });
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test('may be shared by many queries without a warning', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    const controller = new AbortController();
    for (let index = 0; index < 50; index += 1) setUp({ signal: controller.signal }).query.accept();
    await settle();
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
  });
});

describe('overflow', () => {
  test('ends the query once; the reader gets what was held, and then the error', async () => {
    const { query, givenUp, read } = setUp({}, { limit: 10 });
    query.begin();
    query.deliver(said('a'), 6);
    query.deliver(said('b'), 4);
    query.deliver(said('c'), 1);
    query.deliver(said('d'), 1);
    expect(givenUp).toHaveBeenCalledExactlyOnceWith(query);
    query.close();
    expect(await read()).toEqual(['a', 'b', 'overflow']);
  });

  test('does not meet a reader who keeps up, however much there is', async () => {
    const { query, givenUp } = setUp({}, { limit: 10 });
    query.begin();
    for (let index = 0; index < 100; index += 1) {
      const next = query.next();
      query.deliver(said('a'), 9);
      await next;
    }
    expect(givenUp).not.toHaveBeenCalled();
  });
});

describe('a reader that leaves', () => {
  test('ends the query without an error, and gives back what was held', async () => {
    const { query, budget, givenUp } = setUp({}, { limit: 10 });
    query.begin();
    query.deliver(said('a'), 10);
    query.discard();
    expect(query.ended).toBe(true);
    expect(budget.take(10)).toBe(true);
    expect(givenUp).not.toHaveBeenCalled();
    expect(await query.next()).toEqual({ done: true, value: undefined });
  });

  test('leaves nothing behind for what still comes of its turn', () => {
    const { query, budget } = setUp({}, { limit: 10 });
    query.begin();
    query.discard();
    query.deliver(said('a'), 10);
    expect(budget.take(10)).toBe(true);
  });
});

test('a place in the mailbox is given up once, by its own signal', () => {
  const { query } = setUp({ signal: AbortSignal.abort() });
  expect(query.left.aborted).toBe(false);
  query.leaveMailbox();
  query.leaveMailbox();
  expect(query.left.aborted).toBe(true);
});

test('an error is thrown once; after it the query is at its end', async () => {
  const { query } = setUp();
  query.fail(crashed);
  expect(await query.next().catch(codeOf)).toBe('crashed');
  expect(await query.next()).toEqual({ done: true, value: undefined });
});
