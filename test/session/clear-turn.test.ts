import { expect, test } from 'vitest';
import { SessionError } from '../../src/errors/session-error.js';
import { parseMessage } from '../../src/protocol/messages/parse-message.js';
import { ClearTurn } from '../../src/session/clear-turn.js';
import { outcome, result, said, settle } from './fixture.js';

const crashed = new SessionError('crashed', 'gone');
const cleared = result(undefined, { local_command: 'clear' });

test('the prompt is the CLI’s own command, under an id of its own', () => {
  const [one, two] = [new ClearTurn(), new ClearTurn()];
  expect(one.prompt.content).toBe('/clear');
  expect(one.prompt.id).not.toBe(two.prompt.id);
});

test('it resolves when the turn is closed, and not when the result comes', async () => {
  const turn = new ClearTurn();
  let isDone = false;
  void turn.done.then(() => (isDone = true));
  turn.begin();
  turn.deliver(cleared);
  turn.end();
  await settle();
  expect(isDone).toBe(false);
  turn.close();
  await settle();
  expect(isDone).toBe(true);
});

test.each([
  ['an ordinary result', result()],
  ['the result of another command', result(undefined, { local_command: 'cost' })],
  ['an error', result(undefined, { local_command: 'clear', is_error: true })],
  ['a message that is no result', said('cleared')],
  ['a result of a shape that is not known', parseMessage({ type: 'result', local_command: 'clear' })],
])('%s is no clear: it rejects with `protocol`', async (_, message) => {
  const turn = new ClearTurn();
  turn.begin();
  turn.deliver(message);
  turn.end();
  turn.close();
  expect(await outcome(turn.done)).toBe('protocol');
});

test('the first failure counts', async () => {
  const turn = new ClearTurn();
  turn.fail(crashed);
  turn.timeOut();
  turn.end();
  turn.close();
  await expect(turn.done).rejects.toBe(crashed);
});

test('one that has ended as cleared stays so, whatever becomes of the process before the turn is closed', async () => {
  const turn = new ClearTurn();
  turn.deliver(cleared);
  turn.end();
  turn.fail(crashed);
  turn.timeOut();
  turn.close();
  await turn.done;
  expect(turn.ended).toBe(false);
});

test('a failure after the CLI has cleared is the failure of the clear all the same', async () => {
  const turn = new ClearTurn();
  turn.deliver(cleared);
  turn.fail(crashed);
  turn.close();
  expect(await outcome(turn.done)).toBe('crashed');
});

test('it has ended when it has failed, so that it need not be sent', () => {
  const turn = new ClearTurn();
  expect(turn.ended).toBe(false);
  turn.timeOut();
  expect(turn.ended).toBe(true);
});

test('closing it twice, or a failure that nobody waits for, does no harm', async () => {
  const turn = new ClearTurn();
  turn.fail(crashed);
  turn.close();
  turn.close();
  await settle();
});
