import { expect, test } from 'vitest';
import { ownStage, textOf } from '../session/own-fixture.js';
import { SessionError } from '../../src/errors/session-error.js';
import type { ChildSpec } from '../../src/supervisor/child-spec.js';
import type { Exit } from '../../src/supervisor/core/exit.js';
import { SessionSlot } from '../../src/supervisor/session-slot.js';
import { planOf } from './slots.js';

/** A scripted session in its slot, and what the slot tells. */
function slotted(spec: ChildSpec = {}) {
  const all = ownStage();
  const slot = new SessionSlot(planOf('a', spec), all.session);
  const told: (Exit | 'ready')[] = [];
  const begin = (): Promise<void> => {
    slot.begin({ ready: () => told.push('ready'), exited: (exit) => told.push(exit) });
    return all.settle();
  };
  const { session, settle, clock } = all;
  return { session, settle, clock, slot, told, begin, cli: () => all.cli };
}

const reason = new SessionError('stopped', 'by hand');

test('tells when its session is ready, and how it ended, in the words of a supervisor', async () => {
  const { begin, told, cli, settle } = slotted();
  await begin();
  cli().crash();
  await settle();
  expect(told).toEqual(['ready', expect.objectContaining({ kind: 'abnormal', mendable: true })]);
});

test.each<[spec: ChildSpec, how: 'halt' | 'kill', forced: boolean]>([
  [{ shutdown: 1_000 }, 'halt', true],
  [{ shutdown: 'brutal_kill' }, 'halt', false],
  [{ shutdown: 1_000 }, 'kill', true],
])('%j, told to %s: of a session that does not obey, forced is %s', async (spec, how, forced) => {
  const { slot, begin, told, cli, clock } = slotted(spec);
  await begin();
  cli().behave({ ignoresStop: true });
  slot[how]();
  await clock.advance(how === 'kill' ? 0 : 1_000);
  expect(told.at(-1)).toMatchObject({ kind: 'shutdown', forced });
});

test('a session that obeys within its time was not forced', async () => {
  const { slot, begin, told, settle } = slotted({ shutdown: 1_000 });
  await begin();
  slot.halt();
  await settle();
  expect(told.at(-1)).toMatchObject({ kind: 'shutdown', forced: false });
});

test('its session waits while it comes back, at a time that may be known', async () => {
  const { slot, begin, session, cli, settle } = slotted();
  await begin();
  cli().crash();
  await settle();
  slot.suspend(undefined);
  expect([session.status, session.nextStart]).toEqual(['restarting', undefined]);
  slot.suspend(70);
  expect([session.status, session.nextStart]).toEqual(['waiting', 70]);
});

test('one that was never begun, or has ended, does not wait when its group comes back', async () => {
  const { slot, begin, session, cli, settle } = slotted();
  slot.suspend(70);
  expect(session.status).toBe('starting');
  await begin();
  cli().crash();
  await settle();
  slot.end(reason, 'gaveUp');
  slot.suspend(70);
  expect(session.status).toBe('gaveUp');
});

test('its session ends once, for the first reason, until it is begun again', async () => {
  const { slot, begin, session, cli, settle } = slotted();
  await begin();
  cli().crash();
  await settle();
  slot.end(new SessionError('gave_up', 'too often'), 'gaveUp');
  slot.end(reason, 'stopped');
  expect([session.status, await textOf(session.query('late'))]).toEqual(['gaveUp', 'gave_up']);
  await begin();
  expect(await textOf(session.query('again'))).toBe('ok');
});
