import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deferred } from '../../src/base/deferred.js';
import { Mailbox } from '../../src/session/mailbox.js';
import { settle } from './fixture.js';

const HIGHEST = 1_000_000;
const LOWEST = -1_000_000;

/** A mailbox whose jobs note that they ran. */
function setUp() {
  const mailbox = new Mailbox();
  const ran: string[] = [];
  const note = (name: string) => () => {
    ran.push(name);
    return Promise.resolve();
  };
  return {
    mailbox,
    ran,
    accept: (name: string, priority = 0, left = new AbortController().signal) =>
      mailbox.accept(note(name), priority, left),
    barrier: (name: string) => mailbox.acceptBarrier(note(name)),
  };
}

test('nothing runs until the mailbox is opened', async () => {
  const { mailbox, ran, accept } = setUp();
  accept('a');
  await settle();
  expect([ran, mailbox.size]).toEqual([[], 1]);
  mailbox.open();
  await settle();
  expect([ran, mailbox.size]).toEqual([['a'], 0]);
});

test('jobs run in the order of their arrival', async () => {
  const { mailbox, ran, accept } = setUp();
  for (const name of ['a', 'b', 'c']) accept(name);
  mailbox.open();
  accept('d');
  await settle();
  expect(ran).toEqual(['a', 'b', 'c', 'd']);
});

test('one job runs at a time, and the next begins when it has ended', async () => {
  const { mailbox, ran, accept } = setUp();
  const first = deferred();
  mailbox.open();
  mailbox.accept(() => first.promise, 0, new AbortController().signal);
  accept('b');
  await settle();
  expect([ran, mailbox.size]).toEqual([[], 1]);
  first.resolve();
  await settle();
  expect(ran).toEqual(['b']);
});

test('a job that rejects frees the slot as any other does, and nothing is unhandled', async () => {
  const { mailbox, ran, accept } = setUp();
  mailbox.accept(() => Promise.reject(new Error('broken')), 0, new AbortController().signal);
  accept('b');
  mailbox.open();
  await settle();
  expect(ran).toEqual(['b']);
});

test('the highest priority goes first, equal ones in the order of their arrival', async () => {
  const { mailbox, ran, accept } = setUp();
  accept('low', LOWEST);
  accept('first', 1);
  accept('plain');
  accept('second', 1);
  accept('high', HIGHEST);
  mailbox.open();
  await settle();
  expect(ran).toEqual(['high', 'first', 'second', 'plain', 'low']);
});

test('a priority does not interrupt the job that runs', async () => {
  const { mailbox, ran, accept } = setUp();
  const first = deferred();
  mailbox.open();
  mailbox.accept(() => first.promise, LOWEST, new AbortController().signal);
  accept('high', HIGHEST);
  await settle();
  expect(ran).toEqual([]);
  first.resolve();
  await settle();
  expect(ran).toEqual(['high']);
});

describe('a barrier', () => {
  test('overtakes nothing accepted before it, however low its priority', async () => {
    const { mailbox, ran, accept, barrier } = setUp();
    accept('low', LOWEST);
    barrier('clear');
    mailbox.open();
    await settle();
    expect(ran).toEqual(['low', 'clear']);
  });

  test('is overtaken by nothing accepted after it, however high its priority', async () => {
    const { mailbox, ran, accept, barrier } = setUp();
    barrier('clear');
    accept('high', HIGHEST);
    mailbox.open();
    await settle();
    expect(ran).toEqual(['clear', 'high']);
  });

  test('keeps its place among other barriers', async () => {
    const { mailbox, ran, accept, barrier } = setUp();
    barrier('one');
    barrier('two');
    accept('high', HIGHEST);
    barrier('three');
    mailbox.open();
    await settle();
    expect(ran).toEqual(['one', 'two', 'high', 'three']);
  });
});

describe('leaving', () => {
  test('while waiting takes the job out, and it never runs', async () => {
    const { mailbox, ran, accept } = setUp();
    const left = new AbortController();
    accept('a', 0, left.signal);
    accept('b');
    left.abort();
    expect(mailbox.size).toBe(1);
    mailbox.open();
    await settle();
    expect(ran).toEqual(['b']);
  });

  test('while another job runs does not give that one’s slot away', async () => {
    const { mailbox, ran, accept } = setUp();
    const first = deferred();
    const left = new AbortController();
    mailbox.open();
    mailbox.accept(() => first.promise, 0, new AbortController().signal);
    accept('leaves', 0, left.signal);
    accept('stays');
    await settle();
    left.abort();
    await settle();
    expect([ran, mailbox.size]).toEqual([[], 1]);
    first.resolve();
    await settle();
    expect(ran).toEqual(['stays']);
  });

  test('before it was accepted keeps the job out', async () => {
    const { mailbox, ran, accept } = setUp();
    accept('a', 0, AbortSignal.abort());
    mailbox.open();
    await settle();
    expect([ran, mailbox.size]).toEqual([[], 0]);
  });
});

type Step =
  | { readonly kind: 'query'; readonly priority: number }
  | { readonly kind: 'barrier' }
  | { readonly kind: 'leave'; readonly which: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'finish' };

interface Job {
  readonly id: number;
  readonly priority: number;
  /** How many barriers were accepted before it; a barrier is the last of its own era. */
  readonly era: number;
  readonly isBarrier: boolean;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('query' as const), priority: priorities() }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'barrier' } as const) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), which: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'open' } as const) },
  { weight: 3, arbitrary: fc.constant({ kind: 'finish' } as const) },
);

function priorities(): fc.Arbitrary<number> {
  return fc.constantFrom(LOWEST, -1, 0, 1, HIGHEST);
}

/** The naive order: eras first, in an era the barrier last, then by priority, then by arrival. */
function firstOf(jobs: readonly Job[]): Job | undefined {
  return [...jobs].sort(
    (x, y) =>
      x.era - y.era || Number(x.isBarrier) - Number(y.isBarrier) || y.priority - x.priority || x.id - y.id,
  )[0];
}

test('any sequence of jobs, barriers and departures runs as a naive model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const mailbox = new Mailbox();
      const ran: number[] = [];
      const exits = new Map<number, AbortController>();
      let finish: (() => void) | undefined;
      const job = (id: number) => () => {
        ran.push(id);
        return new Promise<void>((resolve) => (finish = resolve));
      };

      const expected: number[] = [];
      const waiting: Job[] = [];
      let [nextId, era, isOpen, isBusy] = [0, 0, false, false];
      const startNext = (): void => {
        const next = isOpen && !isBusy ? firstOf(waiting) : undefined;
        if (!next) return;
        waiting.splice(waiting.indexOf(next), 1);
        expected.push(next.id);
        isBusy = true;
      };
      const carryOut = (done: Step): void => {
        switch (done.kind) {
          case 'query': {
            const exit = new AbortController();
            exits.set(nextId, exit);
            mailbox.accept(job(nextId), done.priority, exit.signal);
            waiting.push({ id: nextId, priority: done.priority, era, isBarrier: false });
            nextId += 1;
            return;
          }
          case 'barrier':
            mailbox.acceptBarrier(job(nextId));
            waiting.push({ id: nextId, priority: 0, era, isBarrier: true });
            era += 1;
            nextId += 1;
            return;
          case 'leave': {
            const index = waiting.findIndex(({ id }) => id === done.which && exits.has(id));
            if (index === -1) return;
            waiting.splice(index, 1);
            exits.get(done.which)?.abort();
            return;
          }
          case 'open':
            mailbox.open();
            isOpen = true;
            return;
          case 'finish':
            if (isBusy) finish?.();
            isBusy = false;
        }
      };

      for (const next of steps) {
        carryOut(next);
        startNext();
        await settle();
        expect(ran).toEqual(expected);
        expect(mailbox.size).toBe(waiting.length);
      }
    }),
    { numRuns: 200 },
  );
});
