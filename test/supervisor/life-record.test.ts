import { createFakeClock } from 'troupe/testing';
import { expect, test } from 'vitest';
import { LifeRecord } from '../../src/supervisor/life-record.js';

function opened() {
  const clock = createFakeClock(100);
  const record = new LifeRecord(clock);
  const look = () => [record.state, record.status, record.incarnation, record.restarts, record.nextRestart];
  return { clock, record, look };
}

test('a supervisor that was never begun is about to start, also when its group comes back', () => {
  const { record, look } = opened();
  record.suspended(500);
  expect(look()).toEqual(['stopped', 'starting', 0, 0, undefined]);
  record.begun();
  expect(look()).toEqual(['starting', 'starting', 1, 0, undefined]);
});

test('its status is its state while it lives, and from its end on what is to become of it', async () => {
  const { clock, record, look } = opened();
  record.begun();
  record.entered('running');
  expect(look()).toEqual(['running', 'running', 1, 0, undefined]);
  await clock.advance(10);
  record.entered('stopping');
  record.entered('stopped');
  expect(look()).toEqual(['stopped', 'stopping', 1, 0, undefined]);
  record.over('gave_up');
  record.suspended(900);
  expect(look()).toEqual(['stopped', 'waiting', 1, 0, 900]);
  record.suspended(undefined);
  expect(look()).toEqual(['stopped', 'restarting', 1, 0, undefined]);
  record.begun();
  expect(look()).toEqual(['starting', 'starting', 2, 1, undefined]);
  expect(record.lastExit).toEqual({ at: 110, code: 'gave_up', exitCode: undefined, signal: undefined });
});

test.each(['stopped', 'gaveUp'] as const)(
  'one that is %s is down, and no start of it is a restart',
  (status) => {
    const { record, look } = opened();
    record.begun();
    record.over('stopped');
    record.suspended(900);
    record.ended(status);
    record.suspended(1_000);
    expect(look()).toEqual(['stopped', status, 1, 0, undefined]);
    record.begun();
    expect(look()).toEqual(['starting', 'starting', 2, 0, undefined]);
  },
);
