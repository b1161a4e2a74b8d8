import { expect, test } from 'vitest';
import { limitsOf } from '../../src/session/limits.js';

test('the limits of a session that names none are those of the guide', () => {
  expect(limitsOf({})).toEqual({
    timeout: 300_000,
    inactivityTimeout: Infinity,
    controlTimeout: 60_000,
    maxBufferedBytes: 67_108_864,
    shutdown: 5_000,
    machine: { start: 61_000, turn: 300_000, interrupt: 10_000, control: 60_000, stop: 20_000 },
  });
});

test('what is given is taken, and 0 is a limit', () => {
  expect(
    limitsOf({ timeout: 0, inactivityTimeout: 1, controlTimeout: 2, maxBufferedBytes: 3, shutdown: 0 }),
  ).toEqual({
    timeout: 0,
    inactivityTimeout: 1,
    controlTimeout: 2,
    maxBufferedBytes: 3,
    shutdown: 0,
    machine: { start: 1_002, turn: 0, interrupt: 2, control: 2, stop: 15_000 },
  });
});

test('no limit stays none, but for an interrupt: a CLI that does not answer one is dead', () => {
  expect(limitsOf({ timeout: Infinity, controlTimeout: Infinity, shutdown: Infinity }).machine).toEqual({
    start: Infinity,
    turn: Infinity,
    interrupt: 10_000,
    control: Infinity,
    stop: Infinity,
  });
});

test('an option that is there without a value is as one that is not', () => {
  expect(limitsOf({ timeout: undefined, shutdown: undefined })).toEqual(limitsOf({}));
});
