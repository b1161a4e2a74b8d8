import { describe, expect, test } from 'vitest';
import { SessionError } from '../../src/errors/session-error.js';
import type { Message } from '../../src/protocol/messages/index.js';
import { ByteBudget } from '../../src/session/byte-budget.js';
import { MessageQueue } from '../../src/session/message-queue.js';
import { said, settle } from './fixture.js';

const broken = new SessionError('crashed', 'gone');
const [a, b, c] = [said('a'), said('b'), said('c')];

function setUp(limit = 1_000) {
  const budget = new ByteBudget(limit);
  return { budget, queue: new MessageQueue(budget) };
}

const item = (value: Message) => ({ done: false, value });
const end = { done: true, value: undefined };

test('messages are handed out in the order they were pushed, however they are read', async () => {
  const { queue } = setUp();
  const early = queue.next();
  queue.push(a, 1);
  queue.push(b, 1);
  queue.push(c, 1);
  expect([await early, await queue.next(), await queue.next()]).toEqual([item(a), item(b), item(c)]);
});

test('several waiting readers get one message each, the first the first', async () => {
  const { queue } = setUp();
  const readers = [queue.next(), queue.next(), queue.next()];
  for (const message of [a, b, c]) queue.push(message, 1);
  expect(await Promise.all(readers)).toEqual([item(a), item(b), item(c)]);
});

describe('the end', () => {
  test('waits behind what is held, and lasts', async () => {
    const { queue } = setUp();
    queue.push(a, 1);
    queue.end();
    expect([await queue.next(), await queue.next(), await queue.next()]).toEqual([item(a), end, end]);
  });

  test('with an error waits behind what is held, is thrown once, and is an end after that', async () => {
    const { queue } = setUp();
    queue.push(a, 1);
    queue.end(broken);
    expect(await queue.next()).toEqual(item(a));
    await expect(queue.next()).rejects.toBe(broken);
    expect(await queue.next()).toEqual(end);
  });

  test('lets every waiting reader go', async () => {
    const { queue } = setUp();
    const readers = [queue.next(), queue.next()];
    queue.end();
    expect(await Promise.all(readers)).toEqual([end, end]);
  });

  test('with an error is thrown at the first of several waiting readers, and at no other', async () => {
    const { queue } = setUp();
    const [first, second] = [queue.next(), queue.next()];
    queue.end(broken);
    await expect(first).rejects.toBe(broken);
    expect([await second, await queue.next()]).toEqual([end, end]);
  });

  test('is the first one: a later error changes nothing, nor does a later end take the error away', async () => {
    const ended = setUp().queue;
    ended.end();
    ended.end(broken);
    expect(await ended.next()).toEqual(end);
    const failed = setUp().queue;
    failed.end(broken);
    failed.end();
    await expect(failed.next()).rejects.toBe(broken);
  });

  test('with an error that nobody reads is no unhandled rejection', async () => {
    const { queue } = setUp();
    void queue.next();
    queue.end(broken);
    await settle();
  });

  test('is final: what is pushed behind it is dropped, and holds no bytes', async () => {
    const { queue, budget } = setUp(10);
    queue.end();
    expect(queue.push(a, 11)).toBe(true);
    expect(await queue.next()).toEqual(end);
    expect(budget.take(10)).toBe(true);
  });
});

describe('the budget', () => {
  test('is charged for what is held, and given back by reading', async () => {
    const { queue, budget } = setUp(10);
    queue.push(a, 4);
    queue.push(b, 6);
    expect(budget.take(1)).toBe(false);
    await queue.next();
    expect(budget.take(5)).toBe(false);
    expect(budget.take(4)).toBe(true);
  });

  test('is not charged for what a reader waits for, however large that is', async () => {
    const { queue, budget } = setUp(10);
    const reader = queue.next();
    expect(queue.push(a, 11)).toBe(true);
    expect(await reader).toEqual(item(a));
    expect(budget.take(10)).toBe(true);
  });

  test('refuses what does not fit, keeps what is held, and takes what fits again', async () => {
    const { queue } = setUp(10);
    expect([queue.push(a, 8), queue.push(b, 3), queue.push(c, 2)]).toEqual([true, false, true]);
    expect([await queue.next(), await queue.next()]).toEqual([item(a), item(c)]);
  });

  test('is shared by all queues of a session', async () => {
    const { queue, budget } = setUp(10);
    const other = new MessageQueue(budget);
    queue.push(a, 10);
    expect(other.push(b, 1)).toBe(false);
    await queue.next();
    expect(other.push(b, 1)).toBe(true);
  });

  test('has all of it back when the reader leaves, also what was partly read', async () => {
    const { queue, budget } = setUp(10);
    for (const message of [a, b, c]) queue.push(message, 3);
    await queue.next();
    queue.discard();
    queue.discard();
    expect(budget.take(10)).toBe(true);
    expect(budget.take(1)).toBe(false);
    queue.end();
    expect(await queue.next()).toEqual(end);
  });
});

/** How many elements are moved or copied by lists while `work` is done: a measure that no busy machine changes. */
async function elementsMoved(work: () => Promise<void>): Promise<number> {
  let moved = 0;
  const prototype = Array.prototype as unknown[];
  const { slice, splice, shift } = prototype;
  const counted = {
    slice(this: unknown[], ...range: [number?, number?]) {
      const copy = slice.apply(this, range);
      moved += copy.length;
      return copy;
    },
    splice(this: unknown[], ...change: [number, number]) {
      moved += this.length;
      return splice.apply(this, change);
    },
    shift(this: unknown[]) {
      moved += this.length;
      return shift.call(this);
    },
  };
  // Not by spies of vitest, which use these very methods.
  Object.assign(prototype, counted);
  try {
    await work();
  } finally {
    Object.assign(prototype, { slice, splice, shift });
  }
  return moved;
}

test.each([1_000, 100_000])('reading %i held messages moves each of them twice at most', async (count) => {
  const { queue } = setUp(count);
  let seen = 0;
  const moved = await elementsMoved(async () => {
    for (let index = 0; index < count; index += 1) queue.push({ type: 'unknown', raw: index }, 1);
    queue.end();
    for (let next = await queue.next(); next.done !== true; next = await queue.next()) {
      if (next.value.type === 'unknown' && next.value.raw === seen) seen += 1;
    }
  });
  expect(seen).toBe(count);
  expect(moved).toBeLessThanOrEqual(2 * count);
});

test('a reader that is always a few messages behind makes the queue move each of them twice at most', async () => {
  const { queue } = setUp(10_000);
  const count = 20_000;
  const moved = await elementsMoved(async () => {
    for (let index = 0; index < 100; index += 1) queue.push(a, 1);
    for (let index = 0; index < count; index += 1) {
      queue.push(a, 1);
      await queue.next();
    }
  });
  expect(moved).toBeLessThanOrEqual(2 * (count + 100));
});
