import { createFakeClock, type FakeClock } from 'troupe/testing';
import { describe, expect, test } from 'vitest';
import { StartGate, type StartLimits } from '../../src/session/start-gate.js';

/** A gate, everybody who comes to it, and who has got in. */
function gate(limits: Partial<StartLimits>, clock: FakeClock = createFakeClock()) {
  const of = new StartGate({ maxStarting: Infinity, maxStartsPerSecond: Infinity, ...limits }, clock);
  const inside: number[] = [];
  const leaves: (() => void)[] = [];
  let came = 0;
  return {
    clock,
    /** Who has got in so far, by number of arrival. */
    inside,
    come: (count: number, signal?: AbortSignal): void => {
      for (let each = 0; each < count; each += 1) {
        const number = came;
        came += 1;
        void of.enter(signal).then((leave) => {
          if (signal?.aborted !== true) inside.push(number);
          leaves[number] = leave;
        });
      }
    },
    leave: (number: number): void => leaves[number]?.(),
    settle: (): Promise<void> => clock.advance(0),
  };
}

describe('maxStarting', () => {
  test('only so many are in at a time, and the rest come in the order of their arrival', async () => {
    const { come, inside, leave, settle } = gate({ maxStarting: 2 });
    come(4);
    await settle();
    expect(inside).toEqual([0, 1]);
    leave(1);
    await settle();
    expect(inside).toEqual([0, 1, 2]);
    leave(0);
    await settle();
    expect(inside).toEqual([0, 1, 2, 3]);
  });

  test('leaving twice makes room for one', async () => {
    const { come, inside, leave, settle } = gate({ maxStarting: 1 });
    come(3);
    await settle();
    leave(0);
    leave(0);
    await settle();
    expect(inside).toEqual([0, 1]);
  });
});

describe('maxStartsPerSecond', () => {
  test('only so many come in within a second, also where each leaves at once', async () => {
    const { come, inside, leave, clock, settle } = gate({ maxStarting: 1, maxStartsPerSecond: 3 });
    come(7);
    for (const number of [0, 1, 2, 3]) {
      await settle();
      leave(number);
    }
    expect(inside).toEqual([0, 1, 2]);
    await clock.advance(999);
    expect(inside).toEqual([0, 1, 2]);
    await clock.advance(1);
    expect(inside).toEqual([0, 1, 2, 3]);
  });

  test('the second slides: each makes room for another one a second after it came', async () => {
    const { come, inside, clock } = gate({ maxStartsPerSecond: 2 });
    come(1);
    await clock.advance(600);
    come(4);
    await clock.advance(399);
    expect(inside).toEqual([0, 1]);
    await clock.advance(1);
    expect(inside).toEqual([0, 1, 2]);
    await clock.advance(599);
    expect(inside).toEqual([0, 1, 2]);
    await clock.advance(1);
    expect(inside).toEqual([0, 1, 2, 3]);
    await clock.advance(400);
    expect(inside).toEqual([0, 1, 2, 3, 4]);
  });

  test('nobody is turned away: 500 that come together are in after as many seconds as it takes', async () => {
    const { come, inside, clock } = gate({ maxStartsPerSecond: 40 });
    come(500);
    const perSecond: number[] = [];
    for (let second = 0, before = 0; second < 13; second += 1, before = inside.length) {
      await clock.advance(second === 0 ? 0 : 1_000);
      perSecond.push(inside.length - before);
    }
    expect(perSecond).toEqual([...Array<number>(12).fill(40), 20]);
    expect(inside).toEqual(Array.from({ length: 500 }, (_, index) => index));
  });

  test('whoever leaves late holds up the next also when the second has room', async () => {
    const { come, inside, leave, clock, settle } = gate({ maxStarting: 1, maxStartsPerSecond: 1 });
    come(2);
    await clock.advance(5_000);
    expect(inside).toEqual([0]);
    leave(0);
    await settle();
    expect(inside).toEqual([0, 1]);
  });

  test('no timer runs while nobody waits, and one while somebody does', async () => {
    const { come, clock, settle } = gate({ maxStartsPerSecond: 2 });
    come(2);
    await settle();
    expect(clock.pending).toBe(0);
    come(3);
    await settle();
    expect(clock.pending).toBe(1);
    await clock.advance(2_000);
    expect(clock.pending).toBe(0);
  });
});

describe('whoever no longer wants in', () => {
  test('goes at once, uses up no room, and leaves no timer behind', async () => {
    const { come, inside, clock, settle } = gate({ maxStarting: 3, maxStartsPerSecond: 1 });
    const change = new AbortController();
    come(1);
    come(2, change.signal);
    await settle();
    expect(clock.pending).toBe(1);
    change.abort();
    await settle();
    expect(clock.pending).toBe(0);
    come(1);
    await clock.advance(1_000);
    expect(inside).toEqual([0, 3]);
  });

  test('before coming at all does not come', async () => {
    const { come, inside, settle } = gate({ maxStarting: 1, maxStartsPerSecond: 1 });
    come(1, AbortSignal.abort());
    come(1);
    await settle();
    expect(inside).toEqual([1]);
  });

  test('once in, is in', async () => {
    const { come, inside, leave, settle } = gate({ maxStarting: 1 });
    const change = new AbortController();
    come(1, change.signal);
    await settle();
    change.abort();
    come(1);
    await settle();
    expect(inside).toEqual([0]);
    leave(0);
    await settle();
    expect(inside).toEqual([0, 1]);
  });
});
