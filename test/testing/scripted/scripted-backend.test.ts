import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSystem, type System } from '../../../src/index.js';
import { scriptedBackend, type ScriptedBackend } from '../../../src/testing/index.js';

function systemOf(backend: ScriptedBackend): System {
  return createSystem({ backend });
}

test('a session on the stand-in answers as its script says', async () => {
  await using system = systemOf(scriptedBackend(({ text }) => `You said: ${text}`));
  expect(await system.startSession().stream('Hello').finalText()).toBe('You said: Hello');
});

test('replies that were enqueued come first, one for each turn, as values or as functions', async () => {
  const backend = scriptedBackend();
  backend.enqueue('one', ({ text }) => `two to ${text}`);
  await using session = systemOf(backend).startSession();
  const answers: string[] = [];
  for (const text of ['a', 'b', 'c']) answers.push(await session.stream(text).finalText());
  expect(answers).toEqual(['one', 'two to b', 'ok']);
});

test('a request tells the model what was said before, and the next conversation nothing of it', async () => {
  const backend = scriptedBackend();
  await using system = systemOf(backend);
  const first = system.startSession();
  await first.query('My name is Alice');
  await first.query('Who am I?');
  await system.startSession().query('Who am I?');
  expect(backend.requests.map(({ history }) => history.length)).toEqual([0, 2, 0]);
  expect(backend.requests[1]).toMatchObject({
    sessionId: first.sessionId,
    prompts: ['Who am I?'],
    history: [{ type: 'user', message: { content: 'My name is Alice' } }, { type: 'assistant' }],
  });
});

test('a conversation can be read, resumed, continued, forked and cleared', async () => {
  const backend = scriptedBackend();
  await using system = systemOf(backend);
  const first = system.startSession();
  await first.query('one');
  const id = first.sessionId ?? '';
  await first.stop();

  const resumed = system.startSession({ resume: id });
  await resumed.query('two');
  expect(resumed.sessionId).toBe(id);
  await resumed.stop();
  const forked = system.startSession({ continue: true, forkSession: true });
  await forked.query('three');
  expect([forked.parentSessionId, forked.sessionId === id]).toEqual([id, false]);
  await forked.clear();
  await forked.query('four');
  expect(backend.requests.map(({ history }) => history.length)).toEqual([0, 2, 4, 1]);
  expect(backend.requests[3]?.history).toMatchObject([
    { message: { content: expect.stringContaining('/clear') as string } },
  ]);
  const texts = (await system.conversation(id)).map((said) =>
    said.type === 'user' ? said.message.content : said.type,
  );
  expect(texts).toEqual(['one', 'assistant', 'two', 'assistant']);
});

test('what was read of a conversation is a copy', async () => {
  const backend = scriptedBackend();
  await using session = systemOf(backend).startSession();
  await session.query('one');
  const [message] = await session.conversation();
  Object.assign(message ?? {}, { uuid: 'changed' });
  expect((await session.conversation())[0]).not.toMatchObject({ uuid: 'changed' });
});

test('what does not exist cannot be read or resumed', async () => {
  const backend = scriptedBackend();
  await using system = systemOf(backend);
  const id = randomUUID();
  const notFound = { code: 'conversation_not_found' };
  await expect(system.conversation(id)).rejects.toMatchObject(notFound);
  await expect(system.startSession({ resume: id }).ready()).rejects.toMatchObject(notFound);
  await expect(system.startSession({ continue: true }).ready()).rejects.toMatchObject(notFound);
  expect(backend.requests).toEqual([]);
});

test('a session that was started and never asked leaves nothing to continue', async () => {
  await using system = systemOf(scriptedBackend());
  const session = system.startSession();
  await session.ready();
  await session.stop();
  await expect(system.startSession({ continue: true }).ready()).rejects.toMatchObject({
    code: 'conversation_not_found',
  });
});

test('backends share nothing', async () => {
  await using one = systemOf(scriptedBackend());
  await using other = systemOf(scriptedBackend());
  const session = one.startSession();
  await session.query('one');
  await expect(other.conversation(session.sessionId ?? '')).rejects.toMatchObject({
    code: 'conversation_not_found',
  });
});

test('how processes behave is said before they start, and kept by those that run', async () => {
  const backend = scriptedBackend();
  await using system = systemOf(backend);
  const running = system.startSession();
  await running.ready();
  backend.behave({ refusesStart: 'No.' });
  await expect(system.startSession().ready()).rejects.toMatchObject({ code: 'start_failed', exitCode: 1 });
  await running.query('still here?');
  backend.behave({ refusesStart: undefined });
  await system.startSession().ready();
  expect(backend.adapters).toHaveLength(3);
});
