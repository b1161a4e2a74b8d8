import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { InterruptOutcome, Session } from 'troupe';
import { describe, expect, it } from 'vitest';
import { pathToCli } from '../support/bare-cli.js';
import { inAnotherHost } from '../support/host.js';
import { commandLineOfProcess, environmentOfProcess } from '../support/processes.js';
import { realCli } from '../support/real-cli.js';

const UNKNOWN = '3f0c8e2a-96f4-4c0e-9a7e-0d5a54d4a001';

describe('what a session says of its conversation', () => {
  it('names none when the start fails, whatever the CLI printed', async () => {
    await using cli = await realCli();
    const session = cli.start({ resume: UNKNOWN, forkSession: true });
    const identified: string[] = [];
    session.on('identified', (id) => identified.push(id));
    await expect(session.ready()).rejects.toMatchObject({ code: 'conversation_not_found' });
    await session.stop();
    expect(session.sessionId).toBeUndefined();
    expect(identified).toEqual([]);
  });

  it('no longer names a parent when a fork was cleared', async () => {
    await using cli = await realCli();
    const { session_id: parent } = await cli.system.query('first question');
    const fork = cli.start({ resume: parent, forkSession: true });
    await fork.query('second question');
    expect(fork.parentSessionId).toBe(parent);
    await fork.clear();
    expect(fork.parentSessionId).toBeUndefined();
    await fork.query('third question');
    expect(fork.parentSessionId).toBeUndefined();
  });
});

describe('a relative path', () => {
  it('to the executable is meant from the host, also for a session elsewhere', async () => {
    await using cli = await realCli({ reply: 'it works' });
    const pathToClaudeCodeExecutable = relative(process.cwd(), pathToCli());
    const session = cli.start({ pathToClaudeCodeExecutable, cwd: cli.sandbox.home });
    await expect(session.query('hello')).resolves.toMatchObject({ result: 'it works' });
  });

  it('as CLAUDE_CONFIG_DIR is meant from the directory of the session, for its transcripts too', async () => {
    await using cli = await realCli();
    const { cwd, env } = cli.sandbox.options;
    const session = cli.start({ env: { ...env, CLAUDE_CONFIG_DIR: 'own-config' } });
    await session.query('hello');
    expect(existsSync(join(cwd, 'own-config', 'projects'))).toBe(true);
    expect(await session.conversation()).toHaveLength(2);
  });
});

describe('system.conversation', () => {
  it('reads where it is told that the session ran', async () => {
    await using cli = await realCli();
    const { home: cwd } = cli.sandbox;
    const { session_id: id = '' } = await cli.system.query('hello', { cwd });
    expect(await cli.system.conversation(id, { cwd })).toHaveLength(2);
  });

  it('reads in the configuration directory that it is told, and there alone', async () => {
    await using cli = await realCli();
    const { home: cwd } = cli.sandbox;
    const env = { ...cli.sandbox.options.env, CLAUDE_CONFIG_DIR: 'own-config' };
    const { session_id: id = '' } = await cli.system.query('hello', { cwd, env });
    expect(await cli.system.conversation(id, { cwd, env })).toHaveLength(2);
    const absolute = { env: { CLAUDE_CONFIG_DIR: join(cwd, 'own-config') } };
    expect(await cli.system.conversation(id, absolute)).toHaveLength(2);

    const elsewhere = [{}, { cwd }, { env }];
    for (const where of elsewhere) {
      await expect(cli.system.conversation(id, where)).rejects.toMatchObject({
        code: 'conversation_not_found',
      });
    }
  });
});

it('finds nothing to interrupt while it clears, and clears', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await session.query('first question');
  const outcomes: Promise<InterruptOutcome>[] = [];
  session.on('state', (state) => {
    if (state === 'querying') outcomes.push(session.interrupt());
  });
  await session.clear();
  expect(await Promise.all(outcomes)).toEqual(['nothing_running']);
  expect(session.state).toBe('cleared');
});

it('starts with the options as they were given, whatever becomes of the objects afterwards', async () => {
  await using cli = await realCli();
  const allowedTools = ['Bash'];
  const env: Record<string, string> = { ...cli.sandbox.options.env, OWN: 'as given' };
  const session = cli.start({ allowedTools, env });
  allowedTools.push('WebFetch');
  env.OWN = 'changed';
  await session.ready();
  const line = commandLineOfProcess(session.pid ?? 0).join(' ');
  expect(line).toContain('Bash');
  expect(line).not.toContain('WebFetch');
  expect(environmentOfProcess(session.pid ?? 0).OWN).toBe('as given');
});

describe('a session by its name', () => {
  it('keeps the order of its queries with those on the session itself', async () => {
    await using cli = await realCli();
    const session = cli.start({ name: 'n' });
    const asked: Session[] = [cli.system.getSession('n'), session, cli.system.getSession('n'), session];
    await Promise.all(asked.map((each, index) => each.query(`question ${index}`)));
    expect(cli.api.requests.map(({ lastUserText }) => lastUserText)).toEqual(
      asked.map((_, index) => `question ${index}`),
    );
  });

  it('refuses deltas without partial messages, also on a stream that is older than the session', async () => {
    await using cli = await realCli();
    const deltas = cli.system.getSession('later').stream('hello').textDeltas();
    const session = cli.start({ name: 'later' });
    await expect(deltas.next()).rejects.toMatchObject({ code: 'partial_messages_off' });
    await expect(session.query('next')).resolves.toMatchObject({ is_error: false });
  });

  it('is disposed of quietly when the session was stopped already', async () => {
    await using cli = await realCli();
    const session = cli.start({ name: 'brief' });
    await using borrowed = cli.system.getSession('brief');
    await session.ready();
    await session.stop();
    await expect(borrowed[Symbol.asyncDispose]()).resolves.toBeUndefined();
  });
});

it('shows of its actor a frozen value, status and output, and no more', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await session.ready();
  const running = session.actor.getSnapshot();
  await session.stop();
  for (const snapshot of [running, session.actor.getSnapshot()]) {
    expect(Object.keys(snapshot ?? {}).sort()).toEqual(['output', 'status', 'value']);
    expect(Object.isFrozen(snapshot)).toBe(true);
  }
});

it('does not end a host that awaits no promise of a query that fails', async () => {
  await using cli = await realCli();
  const printed = await inAnotherHost(
    `const session = troupe.startSession(${JSON.stringify(cli.sandbox.options)});
     session.query('x');
     await session.stop();
     await new Promise((resolve) => setTimeout(resolve, 100));
     return session.state;`,
    { PATH: process.env.PATH ?? '' },
  );
  expect(printed).toBe('stopped');
});
