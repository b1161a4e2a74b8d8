import { createFakeClock } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { deferred, type Deferred } from '../../src/base/deferred.js';
import { TurnClock } from '../../src/session/turn-clock.js';

function watch() {
  const clock = createFakeClock(500);
  const told: (number | 'on')[] = [];
  const time = new TurnClock(clock, {
    held: (left) => told.push(left),
    wentOn: () => told.push('on'),
  });
  const ask = (): Deferred => {
    const question = deferred();
    time.holdUntil(question.promise);
    return question;
  };
  return { clock, told, time, ask };
}

describe('the clock of a turn', () => {
  it('stands still while a question is pending, and goes on with what was left', async () => {
    const { clock, told, time, ask } = watch();
    time.begin(10_000);
    await clock.advance(4_000);
    const first = ask();
    expect(time.held).toBe(6_000);
    await clock.advance(60_000);
    first.resolve();
    await clock.advance(1_000);
    expect(time.held).toBeUndefined();
    ask();
    expect(told).toEqual([6_000, 'on', 5_000]);
  });

  it('goes on when the last of several is settled, whether it was answered or not', async () => {
    const { clock, told, time, ask } = watch();
    time.begin(10_000);
    const [first, second] = [ask(), ask()];
    await clock.advance(1_000);
    first.reject(new Error('withdrawn'));
    await clock.advance(1_000);
    expect([told, time.held]).toEqual([[10_000], 10_000]);
    second.resolve();
    await clock.advance(0);
    expect([told, time.held]).toEqual([[10_000, 'on'], undefined]);
  });

  it('is not held by a question of an earlier turn, whose answer moves nothing', async () => {
    const { clock, told, time, ask } = watch();
    time.begin(10_000);
    const old = ask();
    time.begin(3_000);
    expect(time.held).toBeUndefined();
    await clock.advance(1_000);
    const current = ask();
    old.resolve();
    await clock.advance(5_000);
    expect(time.held).toBe(2_000);
    current.resolve();
    await clock.advance(0);
    expect(told).toEqual([10_000, 2_000, 'on']);
  });

  it('has nothing left, and not less, where its time is over', async () => {
    const { clock, told, time, ask } = watch();
    time.begin(100);
    await clock.advance(200);
    ask();
    expect(told).toEqual([0]);
  });

  it('has no end where the turn has no limit', () => {
    const { told, time, ask } = watch();
    time.begin(Infinity);
    ask();
    expect(told).toEqual([Infinity]);
  });
});
