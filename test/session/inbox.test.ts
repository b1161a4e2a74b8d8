import { describe, expect, test } from 'vitest';
import { deferred } from '../../src/base/deferred.js';
import { SessionError } from '../../src/errors/session-error.js';
import { ByteBudget } from '../../src/session/byte-budget.js';
import { Inbox } from '../../src/session/inbox.js';
import type { Incarnation } from '../../src/session/incarnation.js';
import type { OpenTurn } from '../../src/session/open-turn.js';
import { Query, type QueryOptions } from '../../src/session/query.js';
import { queryReader } from '../../src/session/query-reader.js';
import { createFakeClock } from '../../src/testing/fake-clock.js';
import { drain, outcome, result, said, settle } from './fixture.js';

const stopped = new SessionError('stopped', 'over');

/** Carries turns out as the test says: one at a time, until it is ended. */
class HandMadeCarrier {
  readonly log: string[] = [];
  #turn: OpenTurn | undefined;
  #over = deferred();
  /** Set to hold the next turn back before it begins, as an open turn of the CLI's own does. */
  quiet: Promise<void> = Promise.resolve();

  async run(turn: OpenTurn, as: string, limit: number): Promise<void> {
    await this.quiet;
    if (turn.ended) return;
    this.#turn = turn;
    this.#over = deferred();
    this.log.push(`${as} ${JSON.stringify(turn.prompt.content)} ${limit}`);
    turn.begin();
    await this.#over.promise;
  }

  carries(turn: OpenTurn): boolean {
    return this.#turn === turn;
  }

  interrupt(turn: OpenTurn): void {
    this.log.push(`interrupt ${JSON.stringify(turn.prompt.content)}`);
  }

  /** The turn in flight is over. */
  end(text = 'ok'): void {
    this.#turn?.deliver(said(text), 1);
    this.#turn?.deliver(result(undefined, { local_command: 'clear' }), 1);
    this.#turn?.end();
    this.close();
  }

  close(): void {
    this.#turn?.close();
    this.#turn = undefined;
    this.#over.resolve();
  }
}

function setUp() {
  const carrier = new HandMadeCarrier();
  const inbox = new Inbox(() => carrier as unknown as Incarnation);
  const clock = createFakeClock();
  const query = (content: string, options: QueryOptions = {}) =>
    new Query({
      content,
      options,
      defaults: { timeout: 300, inactivityTimeout: Infinity },
      facts: () => ({}),
      tell: () => undefined,
      budget: new ByteBudget(1_000),
      clock,
      onGiveUp: (quitter) => inbox.drop(quitter),
    });
  const ask = (content: string, options?: QueryOptions) => {
    const asked = query(content, options);
    inbox.accept(asked);
    return { query: asked, read: () => drain({ next: () => asked.next() }) };
  };
  return { carrier, inbox, query, ask };
}

test('nothing is carried out before the inbox is opened, and what waits can be counted', async () => {
  const { carrier, inbox, ask } = setUp();
  ask('one');
  ask('two');
  await settle();
  expect([carrier.log, inbox.waiting]).toEqual([[], 2]);
  inbox.open();
  await settle();
  expect([carrier.log, inbox.waiting]).toEqual([['query "one" 300'], 1]);
});

test('each query gets its own answer, in order, under its own limit', async () => {
  const { carrier, inbox, ask } = setUp();
  inbox.open();
  const [one, two] = [ask('one', { timeout: 7 }), ask('two')];
  await settle();
  carrier.end('first');
  await settle();
  carrier.end('second');
  expect([await one.read(), await two.read()]).toEqual([
    ['first', 'result'],
    ['second', 'result'],
  ]);
  expect(carrier.log).toEqual(['query "one" 7', 'query "two" 300']);
});

test('the next begins when the turn is over, and not when its query has ended', async () => {
  const { carrier, inbox, ask } = setUp();
  inbox.open();
  const one = ask('one');
  ask('two');
  await settle();
  one.query.timeOut();
  await settle();
  expect(carrier.log).toHaveLength(1);
  carrier.close();
  await settle();
  expect(carrier.log).toHaveLength(2);
});

test('a clear waits behind what was accepted, and goes before what is accepted later', async () => {
  const { carrier, inbox, ask } = setUp();
  inbox.open();
  ask('one');
  const cleared = inbox.clear();
  ask('urgent', { priority: 1_000_000 });
  await settle();
  expect(inbox.waiting).toBe(2);
  carrier.end();
  await settle();
  carrier.end();
  await cleared;
  await settle();
  expect(carrier.log).toEqual(['query "one" 300', 'clear "/clear" Infinity', 'query "urgent" 300']);
});

describe('a query that is dropped', () => {
  test('while it waits leaves the mailbox, and is never carried out', async () => {
    const { carrier, inbox, ask } = setUp();
    inbox.open();
    ask('one');
    const two = ask('two');
    await settle();
    await inbox.leave(two.query);
    expect(inbox.waiting).toBe(0);
    carrier.end();
    await settle();
    expect(carrier.log).toEqual(['query "one" 300']);
  });

  test('while it is in flight is interrupted, and its leaving waits for the end of its turn', async () => {
    const { carrier, inbox, ask } = setUp();
    inbox.open();
    const one = ask('one');
    await settle();
    let hasLeft = false;
    const left = inbox.leave(one.query).then(() => (hasLeft = true));
    await settle();
    expect([carrier.log.at(-1), hasLeft]).toEqual(['interrupt "one"', false]);
    carrier.close();
    await left;
  });

  test('while it has the slot and another turn is open is not sent, and interrupts nothing', async () => {
    const { carrier, inbox, ask } = setUp();
    const ownTurn = deferred();
    carrier.quiet = ownTurn.promise;
    inbox.open();
    const one = ask('one');
    await settle();
    one.query.discard();
    await inbox.leave(one.query);
    ownTurn.resolve();
    await settle();
    expect(carrier.log).toEqual([]);
  });

  test('after its turn, or before it was accepted, is nothing', async () => {
    const { carrier, inbox, ask, query } = setUp();
    inbox.open();
    const one = ask('one');
    await settle();
    carrier.end();
    await settle();
    await inbox.leave(one.query);
    await inbox.leave(query('never asked'));
    expect(carrier.log).toEqual(['query "one" 300']);
  });
});

test('a signal that had fired before ends the query without its ever waiting', async () => {
  const { carrier, inbox, ask } = setUp();
  const one = ask('one', { signal: AbortSignal.abort() });
  expect(inbox.waiting).toBe(0);
  inbox.open();
  await settle();
  expect(await one.read()).toEqual(['aborted']);
  await one.query.closed;
  expect(carrier.log).toEqual([]);
});

describe('a closed inbox', () => {
  test('has failed everything it had accepted, with the first reason', async () => {
    const { carrier, inbox, ask } = setUp();
    inbox.open();
    const [one, two] = [ask('one'), ask('two')];
    const cleared = outcome(inbox.clear());
    await settle();
    inbox.close(stopped);
    inbox.close(new SessionError('crashed', 'later'));
    expect(inbox.closedBy).toBe(stopped);
    expect([await two.read(), await cleared]).toEqual([['stopped'], 'stopped']);
    await two.query.closed;
    // The one in flight is closed when its incarnation is through with it.
    let isClosed = false;
    void one.query.closed.then(() => (isClosed = true));
    await settle();
    expect([await one.read(), isClosed]).toEqual([['stopped'], false]);
    carrier.close();
    await one.query.closed;
    await settle();
    expect(carrier.log).toEqual(['query "one" 300']);
  });

  test('accepts nothing, with the same reason', async () => {
    const { inbox, ask } = setUp();
    inbox.close(stopped);
    expect(await ask('one').read()).toEqual(['stopped']);
    expect(await outcome(inbox.clear())).toBe('stopped');
    expect(inbox.waiting).toBe(0);
  });

  test('has nothing waiting any more, also where it was never opened', () => {
    const { inbox, ask } = setUp();
    ask('one');
    ask('two');
    inbox.close(stopped);
    expect(inbox.waiting).toBe(0);
  });
});

describe('the reader of a query', () => {
  const reading = () => {
    const all = setUp();
    const query = all.query('hello');
    all.inbox.open();
    return { ...all, query, reader: queryReader(query, all.inbox) };
  };

  test('sends it with the first step, and once', async () => {
    const { carrier, reader } = reading();
    await settle();
    expect(carrier.log).toEqual([]);
    const steps = [reader.next(), reader.next(), reader.next()];
    await settle();
    carrier.end('hi');
    expect((await Promise.all(steps)).map(({ done }) => done)).toEqual([false, false, true]);
    expect(carrier.log).toEqual(['query "hello" 300']);
  });

  test('that leaves before the first step sends nothing, now or later', async () => {
    const { carrier, reader, inbox } = reading();
    expect(await reader.return?.()).toEqual({ done: true, value: undefined });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
    await settle();
    expect(carrier.log).toEqual([]);
    expect(inbox.waiting).toBe(0);
  });

  test('that leaves in the middle waits for the end of the turn, and lets waiting steps go', async () => {
    const { carrier, reader } = reading();
    const step = reader.next();
    await settle();
    let hasLeft = false;
    const left = reader.return?.().finally(() => (hasLeft = true));
    expect(await step).toEqual({ done: true, value: undefined });
    await settle();
    expect([carrier.log.at(-1), hasLeft]).toEqual(['interrupt "hello"', false]);
    carrier.close();
    expect(await left).toEqual({ done: true, value: undefined });
  });

  test('may leave twice', async () => {
    const { carrier, reader } = reading();
    void reader.next();
    await settle();
    const left = [1, 2].map(() => reader.return?.());
    carrier.close();
    for (const each of left) expect(await each).toEqual({ done: true, value: undefined });
  });
});
