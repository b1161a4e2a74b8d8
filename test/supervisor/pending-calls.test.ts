import { expect, test } from 'vitest';
import { SessionError } from '../../src/errors/session-error.js';
import { PendingCalls } from '../../src/supervisor/pending-calls.js';
import { cameTo } from './fixture.js';

const refused = new SessionError('not_found', 'no such child');
const over = new SessionError('shutdown', 'it ends');

test('each call is answered by its own id, granted or refused', async () => {
  const calls = new PendingCalls();
  const [one, two] = [calls.open(), calls.open()];
  expect(one.id).not.toBe(two.id);
  calls.settle(two.id, refused);
  calls.settle(one.id);
  expect(await Promise.all([cameTo(one.answer), cameTo(two.answer)])).toEqual([undefined, 'not_found']);
});

test('the first answer counts, and one to nobody does no harm', async () => {
  const calls = new PendingCalls();
  const { id, answer } = calls.open();
  calls.settle(id);
  calls.settle(id, refused);
  calls.settle(4_711, refused);
  calls.failAll(over);
  expect(await cameTo(answer)).toBeUndefined();
});

test('whoever still waits at the end is told why none will come, and those that ask later are not', async () => {
  const calls = new PendingCalls();
  const waiting = [calls.open(), calls.open()].map(({ answer }) => cameTo(answer));
  calls.failAll(over);
  const { id, answer } = calls.open();
  calls.settle(id);
  expect(await Promise.all([...waiting, cameTo(answer)])).toEqual(['shutdown', 'shutdown', undefined]);
});

test('a refusal that nobody awaits does not end the host', async () => {
  const calls = new PendingCalls();
  calls.open();
  calls.failAll(over);
  await new Promise((resolve) => setImmediate(resolve));
});
