import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSession, type SessionOptions } from 'troupe';
import { gate } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { processTable } from '../../src/process/process-table.js';
import { commandLineOfProcess } from '../support/processes.js';
import { realCli } from '../support/real-cli.js';

const ID = '3f0c8e2a-96f4-4c0e-9a7e-0d5a54d4a001';

describe('an option that takes effect', () => {
  it('model: is the model of the request', async () => {
    await using cli = await realCli();
    await cli.system.query('hello', { model: 'claude-haiku-test' });
    expect(cli.api.requests[0]?.model).toBe('claude-haiku-test');
  });

  it('systemPrompt: stands in place of the CLI’s own', async () => {
    await using cli = await realCli();
    await cli.system.query('hello', { systemPrompt: 'You are a lighthouse.' });
    await cli.system.query('hello');
    expect(cli.api.requests[0]?.system).toContain('You are a lighthouse.');
    expect(cli.api.requests[0]?.system.length).toBeLessThan(1_000);
    expect(cli.api.requests[1]?.system.length).toBeGreaterThan(1_000);
  });

  it('systemPrompt: adds to the CLI’s own as a preset with append', async () => {
    await using cli = await realCli();
    await cli.system.query('hello', {
      systemPrompt: { type: 'preset', preset: 'claude_code', append: 'You are a lighthouse.' },
    });
    expect(cli.api.requests[0]?.system).toContain('You are a lighthouse.');
    expect(cli.api.requests[0]?.system.length).toBeGreaterThan(1_000);
  });

  it('systemPrompt: takes effect in a conversation that is resumed, and in a fork', async () => {
    await using cli = await realCli();
    const { session_id: resume } = await cli.system.query('hello', { systemPrompt: 'You are a lighthouse.' });
    await cli.system.query('again', { resume, systemPrompt: 'You are a harbour.' });
    await cli.system.query('again', { resume, forkSession: true, systemPrompt: 'You are a pier.' });
    expect(cli.api.requests[1]?.system).toContain('You are a harbour.');
    expect(cli.api.requests[1]?.system).not.toContain('lighthouse');
    expect(cli.api.requests[2]?.system).toContain('You are a pier.');
  });

  it('systemPrompt: stays what it was where a resume gives none', async () => {
    await using cli = await realCli();
    const { session_id: resume } = await cli.system.query('hello', { systemPrompt: 'You are a lighthouse.' });
    await cli.system.query('again', { resume });
    expect(cli.api.requests[1]?.system).toContain('You are a lighthouse.');
  });

  it('timeout: ends a query that is not answered, and the next one is', async () => {
    await using cli = await realCli();
    cli.api.enqueue(gate());
    const session = cli.start({ timeout: 1_000 });
    await expect(session.query('slow')).rejects.toMatchObject({ code: 'timeout' });
    await expect(session.query('fast', { timeout: 60_000 })).resolves.toMatchObject({ result: 'ok' });
  });

  it('settingSources: nothing of the machine’s user is read unless asked for', async () => {
    await using cli = await realCli();
    await mkdir(join(cli.sandbox.cwd, '.claude'));
    await writeFile(join(cli.sandbox.cwd, 'CLAUDE.md'), 'Marker of the project.');
    await writeFile(join(cli.sandbox.configDir, 'CLAUDE.md'), 'Marker of the user.');
    await cli.system.query('hello');
    await cli.system.query('hello', { settingSources: ['project'] });
    await cli.system.query('hello', { settingSources: ['user'] });
    const bodies = cli.api.requests.map(({ body }) => JSON.stringify(body));
    expect(bodies.map((body) => body.includes('Marker of the project.'))).toEqual([false, true, false]);
    expect(bodies.map((body) => body.includes('Marker of the user.'))).toEqual([false, false, true]);
  });

  it('tools, maxTurns, extraArgs and the others: reach the command line as the CLI spells them', async () => {
    await using cli = await realCli();
    const session = cli.start({
      tools: ['Read', 'Bash'],
      disallowedTools: ['Bash'],
      maxTurns: 2,
      additionalDirectories: [cli.sandbox.home],
      permissionMode: 'acceptEdits',
      includeHookEvents: true,
      extraArgs: { 'disable-slash-commands': null, effort: 'low' },
    });
    await session.query('hello');
    const names = cli.api.requests[0]?.tools.map(({ name }) => name);
    expect(names).toContain('Read');
    expect(names).not.toContain('Bash');
    expect(names).not.toContain('Write');
    expect(commandLineOfProcess(session.pid ?? 0)).toEqual(
      expect.arrayContaining([
        '--max-turns=2',
        '--permission-mode=acceptEdits',
        '--include-hook-events',
        '--disable-slash-commands',
        '--effort=low',
      ]),
    );
  });
});

describe('an option that is refused at once, with nothing spawned', () => {
  const refused: [what: string, options: object, message: RegExp][] = [
    ['a sessionId that is no UUID', { sessionId: 'mine' }, /'sessionId' must be a UUID; got 'mine'/],
    ['a resume that is no UUID', { resume: 'mine' }, /'resume' must be a UUID; got 'mine'/],
    [
      'forkSession alone',
      { forkSession: true },
      /'forkSession' must be given together with 'resume' or 'continue'/,
    ],
    ['resume with continue', { resume: ID, continue: true }, /'continue' must be left out where 'resume'/],
    ['resume with sessionId', { resume: ID, sessionId: ID }, /'sessionId' must be left out with 'resume'/],
    [
      'continue with sessionId',
      { continue: true, sessionId: ID },
      /'sessionId' must be left out with 'continue'/,
    ],
    [
      'an unknown option',
      { modle: 'sonnet' },
      /'modle' must be one of the session options; got .*did you mean 'model'/,
    ],
    [
      'a text that no process can be given',
      { model: 'a\0b' },
      /'model' must be a text that is not empty and has no NUL/,
    ],
    ['a wrong type', { timeout: 'long' }, /'timeout' must be milliseconds .*; got 'long' \(a string\)/],
    [
      'a timeout that Node would fire at once',
      { timeout: 2 ** 31 },
      /'timeout' must be milliseconds from 0 to 2147483647/,
    ],
    [
      'a cwd that does not exist',
      { cwd: '/no/such/place' },
      /'cwd' must be a directory that exists; got '\/no\/such/,
    ],
    ['a cwd that is a file', { cwd: import.meta.filename }, /'cwd' must be a directory; got/],
    [
      'a flag that an option stands for',
      { extraArgs: { model: 'x' } },
      /'extraArgs.model' must be a flag that no option/,
    ],
    [
      'bypassPermissions without its licence',
      { permissionMode: 'bypassPermissions' },
      /'permissionMode' must be/,
    ],
  ];

  it.each(refused)('%s', (_what, options, message) => {
    const before = processTable.list().length;
    expect(() => startSession(options as SessionOptions)).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        message: expect.stringMatching(message) as string,
      }) as Error,
    );
    expect(processTable.list()).toHaveLength(before);
  });

  it('a resume of a conversation that a live session of this host holds', async () => {
    await using cli = await realCli();
    const holder = cli.start();
    await holder.query('hello');
    const before = processTable.list().length;
    expect(() => cli.start({ resume: holder.sessionId })).toThrow(
      expect.objectContaining({ code: 'conversation_in_use', sessionId: holder.sessionId }) as Error,
    );
    expect(processTable.list()).toHaveLength(before);
    await holder.stop();
    await cli.start({ resume: holder.sessionId }).ready();
  });
});

describe('a start that fails', () => {
  it('with an unknown conversation: says so in the CLI’s words', async () => {
    await using cli = await realCli();
    const session = cli.start({ resume: ID });
    await expect(session.ready()).rejects.toMatchObject({
      code: 'conversation_not_found',
      exitCode: 1,
      message: expect.stringContaining(`No conversation found with session ID: ${ID}`) as string,
    });
    await expect(session.query('hello')).rejects.toMatchObject({ code: 'conversation_not_found' });
    expect(session.state).toBe('stopped');
  });

  it('with an id that is in use elsewhere: says so in the CLI’s words', async () => {
    await using cli = await realCli();
    await cli.otherSystem().startSession({ sessionId: ID }).query('hello');
    await expect(cli.start({ sessionId: ID }).ready()).rejects.toMatchObject({
      code: 'session_id_in_use',
      message: expect.stringMatching(/Session ID .* is already in use[^]*'resume'/) as string,
      stderrTail: expect.stringContaining('already in use') as string,
    });
  });

  it('with a CLI that is missing: says how to install it', async () => {
    await using cli = await realCli();
    const session = cli.start({ pathToClaudeCodeExecutable: '/no/such/claude' });
    await expect(session.ready()).rejects.toMatchObject({
      code: 'cli_not_found',
      message: expect.stringMatching(/\/no\/such\/claude.*npm install @anthropic-ai\/claude-code/s) as string,
    });
  });

  it('with a CLI that is too old: says so, and leaves no process', async () => {
    await using cli = await realCli();
    const old = join(cli.sandbox.root, 'old-claude');
    await writeFile(old, OLD_CLI, { mode: 0o755 });
    const before = processTable.list().length;
    await expect(cli.start({ pathToClaudeCodeExecutable: old }).ready()).rejects.toMatchObject({
      code: 'cli_incompatible',
      message: expect.stringContaining('npm install @anthropic-ai/claude-code@2.1.330') as string,
    });
    expect(processTable.list()).toHaveLength(before);
  });

  it('with a flag that the CLI does not know: carries its words', async () => {
    await using cli = await realCli();
    await expect(cli.start({ extraArgs: { 'no-such-flag': null } }).ready()).rejects.toMatchObject({
      code: 'cli_incompatible',
      message: expect.stringContaining('--no-such-flag') as string,
    });
  });
});

/** A CLI of before 2.1.330, as far as the handshake goes: the answer names no version. */
const OLD_CLI = `#!${process.execPath}
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { request_id } = JSON.parse(line);
  console.log(JSON.stringify({ type: 'control_response', response: { subtype: 'success', request_id, response: { commands: [] } } }));
});
`;
