import { describe, expect, test } from 'vitest';
import { LONGEST_DELAY, delay, settlesWithin } from '../../src/base/clock.js';
import { createFakeClock } from '../../src/testing/fake-clock.js';

test('time stands still until it is moved', async () => {
  const clock = createFakeClock(1000);
  expect(clock.now()).toBe(1000);
  await clock.advance(250);
  expect(clock.now()).toBe(1250);
  expect(createFakeClock().now()).toBe(0);
});

describe('timers', () => {
  test('fire in the order of their times, equal ones in the order of being armed', async () => {
    const clock = createFakeClock();
    const fired: string[] = [];
    const arm = (name: string, due: number) =>
      clock.setTimeout(() => fired.push(`${name}@${clock.now()}`), due);
    arm('late', 30);
    arm('early', 10);
    arm('early too', 10);
    arm('middle', 20);
    await clock.advance(100);
    expect(fired).toEqual(['early@10', 'early too@10', 'middle@20', 'late@30']);
  });

  test('fire at their time and not before it, whatever the steps', async () => {
    const clock = createFakeClock();
    let fired = 0;
    clock.setTimeout(() => (fired += 1), 100);
    await clock.advance(99);
    expect(fired).toBe(0);
    await clock.advance(1);
    expect(fired).toBe(1);
    await clock.advance(1000);
    expect(fired).toBe(1);
  });

  test('that are armed by others fire at their own time within the same step', async () => {
    const clock = createFakeClock();
    const fired: number[] = [];
    const again = (): void => {
      fired.push(clock.now());
      clock.setTimeout(again, 10);
    };
    again();
    await clock.advance(35);
    expect(fired).toEqual([0, 10, 20, 30]);
    expect(clock.pending).toBe(1);
  });

  test('that are cleared do not fire; clearing twice, late or nothing does no harm', async () => {
    const clock = createFakeClock();
    let fired = false;
    const handle = clock.setTimeout(() => (fired = true), 10);
    expect(clock.pending).toBe(1);
    clock.clearTimeout(handle);
    clock.clearTimeout(handle);
    clock.clearTimeout(undefined);
    expect(clock.pending).toBe(0);
    await clock.advance(100);
    expect(fired).toBe(false);
  });

  test('of no or negative time wait for the next step, if only of 0 ms', async () => {
    const clock = createFakeClock();
    let fired = 0;
    clock.setTimeout(() => (fired += 1), 0);
    clock.setTimeout(() => (fired += 1), -5);
    expect(fired).toBe(0);
    await clock.advance(0);
    expect(fired).toBe(2);
  });

  test('of Infinity, or longer than the system clock can hold, are not armed', async () => {
    const clock = createFakeClock();
    expect(clock.setTimeout(() => expect.unreachable(), Infinity)).toBeUndefined();
    clock.setTimeout(() => expect.unreachable(), LONGEST_DELAY + 1);
    expect(clock.pending).toBe(0);
    await clock.advance(LONGEST_DELAY + 2);
  });
});

describe('what awaits a timer', () => {
  test('goes on before the next one fires, through many turns', async () => {
    const clock = createFakeClock();
    const seen: string[] = [];
    const chain = async (): Promise<void> => {
      await delay(clock, 10);
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      seen.push(`chain@${clock.now()}`);
      await delay(clock, 5);
      seen.push(`chain@${clock.now()}`);
    };
    const done = chain();
    clock.setTimeout(() => seen.push(`timer@${clock.now()}`), 12);
    await clock.advance(15);
    expect(seen).toEqual(['chain@10', 'timer@12', 'chain@15']);
    await done;
  });

  test('has gone on when the step is over', async () => {
    const clock = createFakeClock();
    let outcome: boolean | undefined;
    void settlesWithin(clock, new Promise(() => undefined), 50).then((value) => (outcome = value));
    await clock.advance(50);
    expect(outcome).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test('may be armed just before the step, behind awaits of its own', async () => {
    const clock = createFakeClock();
    const done = Promise.resolve().then(() => delay(clock, 10));
    await clock.advance(10);
    await done;
  });
});

test('steps that overlap run one after the other', async () => {
  const clock = createFakeClock();
  const fired: number[] = [];
  clock.setTimeout(() => fired.push(clock.now()), 15);
  await Promise.all([clock.advance(10), clock.advance(10)]);
  expect(clock.now()).toBe(20);
  expect(fired).toEqual([15]);
});

test('a timer that throws rejects its step, and the clock still runs', async () => {
  const clock = createFakeClock();
  clock.setTimeout(() => {
    throw new Error('broken timer');
  }, 10);
  await expect(clock.advance(20)).rejects.toThrow('broken timer');
  expect(clock.now()).toBe(10);
  await clock.advance(20);
  expect(clock.now()).toBe(30);
});

test('a step that is no time is refused', async () => {
  const clock = createFakeClock();
  for (const step of [-1, NaN, Infinity]) await expect(clock.advance(step)).rejects.toThrow(RangeError);
  expect(clock.now()).toBe(0);
});
