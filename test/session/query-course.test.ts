import { createFakeClock } from 'troupe/testing';
import { describe, expect, test } from 'vitest';
import { SessionError } from '../../src/errors/session-error.js';
import { ByteBudget } from '../../src/session/byte-budget.js';
import { Query } from '../../src/session/query.js';
import type { QueryHappening } from '../../src/session/query-happening.js';
import { result, said } from './fixture.js';

const crashed = new SessionError('crashed', 'gone');

/** A query, and what is told of it. */
function setUp({ signal, content = false }: { signal?: AbortSignal; content?: boolean } = {}) {
  const clock = createFakeClock();
  const told: QueryHappening[] = [];
  const query = new Query({
    content: 'hello',
    options: { signal },
    defaults: { timeout: 300, inactivityTimeout: Infinity },
    facts: () => ({}),
    budget: new ByteBudget(10),
    clock,
    tell: (make) => void told.push(make(content)),
    onGiveUp: () => undefined,
  });
  return { clock, query, told };
}

const begin = (query: Query): void => {
  query.accept();
  query.begin();
};

const answer = (query: Query, fields: Parameters<typeof result>[1] = {}): void => {
  query.deliver(result([], { total_cost_usd: 0.25, ...fields }), 1);
  query.end();
};

test('an answered query was accepted, started and ended, under one id, with its time and its cost', async () => {
  const { query, told, clock } = setUp();
  await clock.advance(10);
  query.accept();
  await clock.advance(100);
  query.begin();
  await clock.advance(7);
  answer(query);
  query.close();
  const id = told[0]?.query;
  expect(told).toEqual([
    { type: 'query.accepted', query: id },
    { type: 'query.started', query: id },
    { type: 'query.ended', query: id, outcome: 'ok', duration: 7, cost: 0.25 },
  ]);
  expect(id).not.toBe(query.prompt.id);
  expect(id).not.toBe(setUp().query.prompt.id);
});

test('with content, the prompt and the result are told, too', () => {
  const { query, told } = setUp({ content: true });
  begin(query);
  answer(query, { result: 'hi' });
  expect(told).toMatchObject([{ prompt: 'hello' }, { prompt: 'hello' }, { result: { result: 'hi' } }]);
});

test('one that is sent again keeps its id, is started again, and takes the time of both', async () => {
  const { query, told, clock } = setUp();
  begin(query);
  await clock.advance(5);
  query.renew();
  await clock.advance(20);
  query.begin();
  await clock.advance(5);
  answer(query);
  expect(told.map(({ type }) => type)).toEqual([
    'query.accepted',
    'query.started',
    'query.started',
    'query.ended',
  ]);
  expect(new Set(told.map(({ query: id }) => id)).size).toBe(1);
  expect(told.at(-1)).toMatchObject({ duration: 30 });
});

describe('the outcome', () => {
  /** What was told at last, of a query that has begun. */
  const outcomeOf = (end: (query: Query, abort: () => void) => void): unknown[] => {
    const controller = new AbortController();
    const { query, told } = setUp({ signal: controller.signal });
    begin(query);
    end(query, () => controller.abort());
    query.close();
    query.fail(crashed);
    query.close();
    return told.flatMap((each) => (each.type === 'query.ended' ? [each.outcome, each.cost] : []));
  };

  test('of a result that is an error is the code that this stands for', () => {
    const [aborted, api] = [{ terminal_reason: 'aborted_streaming' }, { api_error_status: 429 }].map(
      (fields) => outcomeOf((query) => answer(query, { is_error: true, ...fields })),
    );
    expect([aborted, api]).toEqual([
      ['interrupted', 0.25],
      ['rate_limited', 0.25],
    ]);
  });

  test('of a failure is its code', () => {
    expect(outcomeOf((query) => query.fail(crashed))).toEqual(['crashed', undefined]);
  });

  test('of one that gave up is why, though its turn has a result; that tells the cost', () => {
    const timedOut = outcomeOf((query) => (query.timeOut(), answer(query)));
    const aborted = outcomeOf((query, abort) => (abort(), answer(query)));
    const overflown = outcomeOf((query) => (query.deliver(said('long'), 11), answer(query)));
    expect([timedOut, aborted, overflown]).toEqual([
      ['timeout', 0.25],
      ['aborted', 0.25],
      ['overflow', 0.25],
    ]);
  });

  test('of one whose reader left is that, unless it was over', () => {
    expect(outcomeOf((query) => (query.discard(), answer(query)))).toEqual(['left', 0.25]);
    expect(outcomeOf((query) => (answer(query), query.discard()))).toEqual(['ok', 0.25]);
  });

  test('of a turn that the CLI ended without a result is what its reader is told', () => {
    expect(outcomeOf((query) => query.end())).toEqual(['protocol', undefined]);
    expect(outcomeOf((query) => query.close())).toEqual(['protocol', undefined]);
  });
});

test('who gives up is told, and so is the end, when the turn is over', () => {
  const { query, told } = setUp();
  begin(query);
  query.timeOut();
  expect(told.at(-1)?.type).toBe('query.started');
  query.close();
  expect(told.at(-1)).toMatchObject({ type: 'query.ended', outcome: 'timeout' });
});

test('one that ends before it was sent has no duration, and is not started any more', () => {
  const { query, told } = setUp();
  query.accept();
  query.fail(crashed);
  query.begin();
  expect(told.map(({ type }) => type)).toEqual(['query.accepted', 'query.ended']);
  expect(told.at(-1)).toMatchObject({ duration: undefined, outcome: 'crashed' });
});

test('of one that was never accepted nothing is told', () => {
  const { query, told } = setUp();
  query.fail(crashed);
  query.close();
  expect(told).toEqual([]);
});
