import { gate } from 'troupe/testing';
import { expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';

it('gives each of ten callers at once its own answer, in the order they asked', async () => {
  await using cli = await realCli({ reply: (request) => `answer to ${request.lastUserText}` });
  const session = cli.start();
  const questions = Array.from({ length: 10 }, (_, index) => `question ${index}`);
  const results = await Promise.all(questions.map((question) => session.query(question)));

  expect(results.map(({ result }) => result)).toEqual(questions.map((question) => `answer to ${question}`));
  expect(cli.api.requests.map((request) => request.lastUserText)).toEqual(questions);
  expect(cli.api.requests.at(-1)?.userTexts).toEqual(questions);
});

it('serves waiting queries by priority, then in the order of their arrival', async () => {
  await using cli = await realCli();
  const opened = gate();
  cli.api.enqueue(opened);
  const session = cli.start();
  const first = session.query('first');
  await opened.reached;
  const asked = [
    first,
    session.query('ordinary'),
    session.query('urgent', { priority: 5 }),
    session.query('also urgent', { priority: 5 }),
    session.query('whenever', { priority: -5 }),
  ];
  expect(session.queued).toBe(4);
  opened.open();
  await Promise.all(asked);
  expect(cli.api.requests.map((request) => request.lastUserText)).toEqual([
    'first',
    'urgent',
    'also urgent',
    'ordinary',
    'whenever',
  ]);
});

it('takes a waiting query out when its signal fires, and never sends it', async () => {
  await using cli = await realCli();
  const opened = gate();
  cli.api.enqueue(opened);
  const session = cli.start();
  const leaver = new AbortController();
  const first = session.query('first');
  const gone = session.query('gone', { signal: leaver.signal });
  const last = session.query('last');
  await opened.reached;
  leaver.abort();
  await expect(gone).rejects.toMatchObject({ code: 'aborted' });
  expect(session.queued).toBe(1);
  opened.open();
  await Promise.all([first, last]);
  expect(cli.api.requests.at(-1)?.userTexts).toEqual(['first', 'last']);
});

it('does not send a query whose signal had fired before it was asked', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await expect(session.query('never', { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'aborted',
  });
  await session.query('hello');
  expect(cli.api.requests.map((request) => request.userTexts)).toEqual([['hello']]);
});

it('holds what is asked while the CLI starts until it is ready', async () => {
  await using cli = await realCli();
  const session = cli.start();
  expect(session.state).toBe('initializing');
  const asked = session.query('early');
  expect(session.queued).toBe(1);
  expect((await asked).result).toBe('ok');
});

it('sends nothing for a stream that is not read', async () => {
  await using cli = await realCli();
  const session = cli.start();
  session.stream('never');
  await session.query('hello');
  expect(cli.api.requests.map((request) => request.userTexts)).toEqual([['hello']]);
});

it('refuses a second session of a name, and leaves the first undisturbed', async () => {
  await using cli = await realCli();
  const first = cli.start({ name: 'assistant' });
  await first.query('one');
  expect(() => cli.start({ name: 'assistant' })).toThrow(
    expect.objectContaining({ code: 'name_taken' }) as Error,
  );
  await cli.system.getSession('assistant').query('two');
  expect(cli.api.requests[1]?.userTexts).toEqual(['one', 'two']);
});

it('frees a name when the process has exited, and not before', async () => {
  await using cli = await realCli();
  const first = cli.start({ name: 'assistant' });
  await first.ready();
  const stopping = first.stop();
  expect(() => cli.start({ name: 'assistant' })).toThrow(
    expect.objectContaining({ code: 'name_taken' }) as Error,
  );
  await stopping;
  await cli.start({ name: 'assistant' }).query('hello');
  expect(cli.api.requests).toHaveLength(1);
});

it('frees the name of a session whose start failed', async () => {
  await using cli = await realCli();
  const failed = cli.start({ name: 'assistant', resume: '3f0c8e2a-96f4-4c0e-9a7e-0d5a54d4a001' });
  await expect(failed.ready()).rejects.toMatchObject({ code: 'conversation_not_found' });
  await cli.start({ name: 'assistant' }).query('hello');
});

it('looks a name up anew with each call, so that a reference outlives its session', async () => {
  await using cli = await realCli();
  const reference = cli.system.getSession('assistant');
  await expect(reference.query('too early')).rejects.toMatchObject({
    code: 'not_found',
    sessionName: 'assistant',
  });
  await expect(reference.stream('too early').finalText()).rejects.toMatchObject({ code: 'not_found' });
  expect(reference.status).toBe('stopped');

  await using first = cli.start({ name: 'assistant' });
  await reference.query('hello');
  expect(reference.sessionId).toBe(first.sessionId);
  await reference.stop();
  cli.start({ name: 'assistant', systemPrompt: 'You are the second.' });
  await reference.query('hello again');
  expect(cli.api.requests[1]?.system).toContain('You are the second.');
});

it('keeps the names of two systems apart', async () => {
  await using cli = await realCli();
  await cli.start({ name: 'assistant' }).ready();
  const other = cli.otherSystem();
  await expect(other.getSession('assistant').query('hello')).rejects.toMatchObject({ code: 'not_found' });
  await other.startSession({ name: 'assistant' }).ready();
});
