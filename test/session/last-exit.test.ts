import { expect, test } from 'vitest';
import { silence } from './live-fixture.js';
import { echo, ownStage, textOf } from './own-fixture.js';

test('an exit that was not asked for is known by what its queries were told', async () => {
  const all = ownStage(() => silence());
  expect(all.session.lastExit).toBeUndefined();
  await all.comeUp();
  await all.clock.advance(5);
  void textOf(all.session.query('hello')).catch(() => undefined);
  await all.crash();
  const exit = { at: 5, code: 'crashed', exitCode: undefined, signal: 'SIGKILL' };
  expect(all.session.lastExit).toEqual(exit);
  all.session.suspend('restarting');
  await all.comeUp();
  expect(all.session.lastExit).toEqual(exit);
});

test('one that was asked for is `stopped`', async () => {
  const all = ownStage(echo);
  await all.comeUp();
  all.session.halt(5_000);
  await all.settle();
  expect(all.session.lastExit).toMatchObject({ code: 'stopped' });
});

test('a start that was refused is an exit, with the code of the process', async () => {
  const all = ownStage(echo);
  all.backend.behave({ refusesStart: 'no' });
  all.own.begin();
  await all.settle();
  expect(all.session.lastExit).toMatchObject({ code: 'start_failed', exitCode: 1, signal: undefined });
});
