import { expect, test } from 'vitest';
import { Alarms } from '../../src/supervisor/alarms.js';
import { createFakeClock } from '../../src/testing/fake-clock.js';

function set() {
  const clock = createFakeClock(100);
  const rung: string[] = [];
  const alarms = new Alarms(clock);
  const arm = (name: string, at: number, what = name): void =>
    alarms.arm(name, at, () => rung.push(`${what} at ${clock.now()}`));
  return { clock, alarms, arm, rung };
}

test('an alarm rings once, at its time', async () => {
  const { clock, arm, rung } = set();
  arm('a', 150);
  await clock.advance(49);
  expect(rung).toEqual([]);
  await clock.advance(1_000);
  expect(rung).toEqual(['a at 150']);
});

test('one whose time has passed rings as soon as it can, and not within the call', async () => {
  const { clock, arm, rung } = set();
  arm('a', 40);
  expect(rung).toEqual([]);
  await clock.advance(0);
  expect(rung).toEqual(['a at 100']);
});

test('one that is armed again rings only as it was armed last', async () => {
  const { clock, arm, rung } = set();
  arm('a', 150, 'first');
  arm('a', 120, 'second');
  await clock.advance(1_000);
  expect(rung).toEqual(['second at 120']);
});

test('one that is disarmed never rings, and does not keep the others from ringing', async () => {
  const { clock, alarms, arm, rung } = set();
  arm('a', 150);
  arm('b', 150);
  alarms.disarm('a');
  alarms.disarm('unknown');
  await clock.advance(1_000);
  expect(rung).toEqual(['b at 150']);
});

test('none is left when all are disarmed, and each can be armed from within a ring', async () => {
  const { clock, alarms, arm, rung } = set();
  alarms.arm('a', 110, () => arm('a', 120, 'again'));
  await clock.advance(20);
  expect(rung).toEqual(['again at 120']);
  arm('a', 130);
  arm('b', 140);
  alarms.disarmAll();
  expect(clock.pending).toBe(0);
});
