import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectKey } from 'troupe/history';
import { expect, it } from 'vitest';
import { inAnotherHost } from '../support/host.js';
import { realCli, type RealCli } from '../support/real-cli.js';

const transcript = ({ sandbox }: RealCli, sessionId = ''): string =>
  readFileSync(join(sandbox.configDir, 'projects', projectKey(sandbox.cwd), `${sessionId}.jsonl`), 'utf8');

it('sends the first turn again with the second', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await session.query('first question');
  await session.query('second question');
  expect(cli.api.requests[1]?.userTexts).toEqual(['first question', 'second question']);
  expect(cli.api.requests[1]?.holds('ok')).toBe(true);
});

it('resumes under the same id in a new session', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await session.query('first question');
  const { sessionId } = session;
  await session.stop();

  const resumed = cli.start({ resume: sessionId });
  await resumed.ready();
  expect(resumed.sessionId).toBe(sessionId);
  await resumed.query('second question');
  expect(cli.api.requests[1]?.userTexts).toEqual(['first question', 'second question']);
  expect(resumed.sessionId).toBe(sessionId);
});

it('resumes under the same id in a new host process', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await session.query('first question');
  const { sessionId } = session;
  await session.stop();

  const options = JSON.stringify({ ...cli.sandbox.options, resume: sessionId });
  const reported = await inAnotherHost(
    `const session = troupe.startSession(${options});
     await session.query('second question');
     await session.stop();
     return session.sessionId;`,
    { PATH: process.env.PATH ?? '' },
  );
  expect(cli.api.requests[1]?.userTexts).toEqual(['first question', 'second question']);
  expect(reported).toBe(sessionId);
});

it('continues the latest conversation of its directory, and of no other', async () => {
  await using cli = await realCli();
  await cli.system.query('the older one');
  await cli.system.query('the latest one');
  await cli.system.query('somewhere else', { cwd: cli.sandbox.home });

  const session = cli.start({ continue: true });
  await session.query('go on');
  expect(cli.api.requests[3]?.userTexts).toEqual(['the latest one', 'go on']);
});

it('refuses to continue where there is no conversation, instead of beginning one', async () => {
  await using cli = await realCli();
  const session = cli.start({ continue: true });
  await expect(session.query('go on')).rejects.toMatchObject({ code: 'conversation_not_found' });
  await expect(session.ready()).rejects.toMatchObject({ code: 'conversation_not_found', option: 'continue' });
  expect(cli.api.requests).toHaveLength(0);
});

it('does not continue a conversation that a live session holds', async () => {
  await using cli = await realCli();
  await cli.start({ name: 'first' }).query('mine');
  await expect(cli.start({ continue: true }).ready()).rejects.toMatchObject({ code: 'conversation_in_use' });
  await expect(cli.system.getSession('first').query('still mine')).resolves.toMatchObject({
    is_error: false,
  });
});

it('gives a fork the history, and an id of its own after its first query', async () => {
  await using cli = await realCli();
  const original = cli.start();
  await original.query('first question');
  const before = transcript(cli, original.sessionId);

  const fork = cli.start({ resume: original.sessionId, forkSession: true });
  await fork.ready();
  expect(fork.sessionId).toBeUndefined();
  expect(fork.parentSessionId).toBe(original.sessionId);

  await fork.query('second question');
  expect(cli.api.requests[1]?.userTexts).toEqual(['first question', 'second question']);
  expect(fork.sessionId).not.toBe(original.sessionId);
  expect(transcript(cli, original.sessionId)).toBe(before);

  await original.query('meanwhile');
  expect(cli.api.requests[2]?.userTexts).toEqual(['first question', 'meanwhile']);
  expect(transcript(cli, fork.sessionId)).not.toContain('meanwhile');
});

it('forks the latest conversation with continue', async () => {
  await using cli = await realCli();
  const { session_id: parent } = await cli.system.query('first question');
  const fork = cli.start({ continue: true, forkSession: true });
  await fork.query('second question');
  expect(cli.api.requests[1]?.userTexts).toEqual(['first question', 'second question']);
  expect(fork.parentSessionId).toBe(parent);
  expect(fork.sessionId).not.toBe(parent);
});

it('reports an id only once a turn has named it, also one that was asked for', async () => {
  await using cli = await realCli();
  const sessionId = '3f0c8e2a-96f4-4c0e-9a7e-0d5a54d4a001';
  const session = cli.start({ sessionId });
  const identified: string[] = [];
  session.on('identified', (id) => identified.push(id));
  await session.ready();
  expect(session.sessionId).toBeUndefined();
  await session.query('hello');
  expect(session.sessionId).toBe(sessionId);
  expect(identified).toEqual([sessionId]);
});

it('clears: the next request holds nothing from before, under a new id', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await session.query('first question');
  const old = session.sessionId;

  await session.clear();
  expect(session.state).toBe('cleared');
  expect(session.sessionId).not.toBe(old);
  await session.query('second question');
  expect(cli.api.requests[1]?.holds('first question')).toBe(false);
  expect(cli.api.requests[1]?.userTexts.at(-1)).toBe('second question');
  expect(session.state).toBe('ready');
  expect(session.sessionId).not.toBe(old);
});

it('lets the conversation before a clear be resumed, also while the session goes on', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await session.query('first question');
  const old = session.sessionId;
  await session.clear();

  await cli.start({ resume: old }).query('second question');
  expect(cli.api.requests[1]?.userTexts).toEqual(['first question', 'second question']);
});

it('clears behind the queries that were accepted before, and ahead of those accepted later', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await Promise.all([
    session.query('one'),
    session.query('two', { priority: -10 }),
    session.clear(),
    session.query('three', { priority: 10 }),
  ]);
  expect(cli.api.requests.map((request) => request.userTexts.at(-1))).toEqual(['one', 'two', 'three']);
  expect(cli.api.requests[1]?.holds('one')).toBe(true);
  expect(cli.api.requests[2]?.holds('one')).toBe(false);
  expect(cli.api.requests[2]?.holds('two')).toBe(false);
});

it('clears a session that was never asked anything', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await session.clear();
  expect(session.state).toBe('cleared');
  await session.query('hello');
  expect(cli.api.requests[0]?.userTexts.at(-1)).toBe('hello');
});

it('takes a /clear that was sent as a query for what it is', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await session.query('first question');
  const old = session.sessionId;
  await session.query('/clear');
  expect(session.state).toBe('cleared');
  expect(session.sessionId).not.toBe(old);
});

it('leaves no conversation behind with noSessionPersistence', async () => {
  await using cli = await realCli();
  const session = cli.start({ noSessionPersistence: true });
  await session.query('first question');
  await session.query('second question');
  expect(cli.api.requests[1]?.holds('first question')).toBe(true);
  const { sessionId } = session;
  await session.stop();
  await expect(cli.system.conversation(sessionId ?? '')).rejects.toMatchObject({
    code: 'conversation_not_found',
  });
  await expect(cli.start({ resume: sessionId }).ready()).rejects.toMatchObject({
    code: 'conversation_not_found',
  });
});
