import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gate, toolUse } from 'troupe/testing';
import { expect, it } from 'vitest';
import { processTable } from '../../src/process/process-table.js';
import { isAlive, processesWith, sleepOfItsOwn } from '../support/processes.js';
import { realCli, type RealCli } from '../support/real-cli.js';
import { until } from '../support/until.js';

/** A session that is running a command, and a process of that command. The CLI refuses one that only sleeps. */
async function runningBash(cli: RealCli, command: string) {
  cli.api.enqueue(toolUse('Bash', { command, description: 'wait' }));
  const session = cli.start({ allowedTools: ['Bash'] });
  const answer = session.query('run it');
  answer.catch(() => undefined);
  const [shell = 0] = await until(() => {
    const found = processesWith(command.split(' & ').at(-1) ?? command);
    return found.length > 0 && found;
  });
  return { session, answer, shell };
}

it('stops an idle session: its process is gone when stop() resolves', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await session.query('hello');
  const { pid = 0 } = session;
  expect(isAlive(pid)).toBe(true);
  await session.stop();
  expect(isAlive(pid)).toBe(false);
  expect(session.state).toBe('stopped');
  expect(session.status).toBe('stopped');
  expect(session.pid).toBeUndefined();
  expect(processTable.list()).toEqual([]);
});

it('stops a session while it starts', async () => {
  await using cli = await realCli();
  const session = cli.start();
  const early = session.query('hello');
  early.catch(() => undefined);
  const { pid = 0 } = await until(() => session.pid !== undefined && session);
  await session.stop();
  expect(isAlive(pid)).toBe(false);
  await expect(early).rejects.toMatchObject({ code: 'stopped' });
  await expect(session.ready()).rejects.toMatchObject({ code: 'stopped' });
  expect(cli.api.requests).toHaveLength(0);
});

it('stops a session in the moment it was made, and nothing is left', async () => {
  await using cli = await realCli();
  const session = cli.start({ name: 'brief' });
  await session.stop();
  expect(session.state).toBe('stopped');
  await cli.start({ name: 'brief' }).stop();
  expect(processTable.list()).toEqual([]);
});

it('stops in the middle of a turn with a command running, and takes the command with it', async () => {
  await using cli = await realCli();
  const { session, answer, shell } = await runningBash(cli, `touch begun & ${sleepOfItsOwn()}`);
  const waiting = session.query('next');
  waiting.catch(() => undefined);
  await session.stop();
  await expect(answer).rejects.toMatchObject({ code: 'stopped' });
  await expect(waiting).rejects.toMatchObject({ code: 'stopped' });
  expect(isAlive(shell)).toBe(false);
});

it('stops what a command left in the background, in a session of its own', async () => {
  await using cli = await realCli();
  const background = sleepOfItsOwn();
  const detached = `setsid nohup ${background} >/dev/null 2>&1`;
  const { session, shell } = await runningBash(cli, `${detached} & ${sleepOfItsOwn()}`);
  const [daemon = 0] = await until(() => {
    const found = processesWith(background);
    return found.length > 0 && found;
  });
  await session.stop();
  expect([isAlive(shell), isAlive(daemon)]).toEqual([false, false]);
  expect(processesWith(background)).toEqual([]);
});

it('ends a stream that is being read with a typed error', async () => {
  await using cli = await realCli();
  const opened = gate();
  cli.api.enqueue(opened);
  const session = cli.start();
  const reading = session.stream('hello').collect();
  reading.catch(() => undefined);
  await opened.reached;
  await session.stop();
  await expect(reading).rejects.toMatchObject({ code: 'stopped' });
});

it('is one stop however often it is called, and later queries fail at once', async () => {
  await using cli = await realCli();
  const session = cli.start();
  await session.ready();
  await Promise.all([session.stop(), session.stop()]);
  await session.stop();
  await expect(session.query('too late')).rejects.toMatchObject({ code: 'stopped' });
  await expect(session.clear()).rejects.toMatchObject({ code: 'stopped' });
  await expect(session.interrupt()).resolves.toBe('nothing_running');
});

it('stops at the end of an `await using` block', async () => {
  await using cli = await realCli();
  let pid = 0;
  {
    await using session = cli.start();
    await session.ready();
    pid = session.pid ?? 0;
    expect(isAlive(pid)).toBe(true);
  }
  expect(isAlive(pid)).toBe(false);
});

it('takes a running command with it when an `await using` block is left in the middle of a turn', async () => {
  await using cli = await realCli();
  const command = sleepOfItsOwn();
  const { session, answer, shell } = await runningBash(cli, `touch begun & ${command}`);
  const { pid = 0 } = session;
  {
    await using left = session;
    expect(left.state).toBe('querying');
  }
  await expect(answer).rejects.toMatchObject({ code: 'stopped' });
  expect([isAlive(pid), isAlive(shell)]).toEqual([false, false]);
  expect(processesWith(command)).toEqual([]);
});

it('stops a process that ignores the end of its input and SIGTERM, with its children in other groups', async () => {
  await using cli = await realCli();
  const stubborn = join(cli.sandbox.root, 'stubborn-claude');
  const command = sleepOfItsOwn();
  const shutdown = 2_000;
  await writeFile(stubborn, stubbornCli(command), { mode: 0o755 });
  const session = cli.start({ pathToClaudeCodeExecutable: stubborn, shutdown });
  await session.ready();
  const tree = await until(() => {
    const found = processesWith(command);
    return found.length >= 2 && [...found, session.pid ?? 0];
  });
  const before = performance.now();
  await session.stop();
  const elapsed = performance.now() - before;
  expect(tree.map(isAlive)).toEqual(tree.map(() => false));
  // Its patience is most of the budget; then SIGKILL and the sweep, with room for a busy machine.
  expect(elapsed).toBeGreaterThan(0.8 * shutdown);
  expect(elapsed).toBeLessThan(shutdown + 10_000);
  expect(processTable.list()).toEqual([]);
});

it('stops every session of a system, and starts none afterwards', async () => {
  await using cli = await realCli();
  const sessions = [cli.start(), cli.start(), cli.start()];
  await Promise.all(sessions.map((session) => session.ready()));
  await cli.system.stop();
  expect(sessions.map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped']);
  expect(() => cli.start()).toThrow(expect.objectContaining({ code: 'stopped' }) as Error);
});

/** Answers the handshake, and then nothing: neither EOF nor SIGTERM moves it. */
const stubbornCli = (command: string): string => `#!${process.execPath}
const { spawn } = require('node:child_process');
process.on('SIGTERM', () => {});
setInterval(() => {}, 1_000);
spawn('sh', ['-c', 'exec ${command}'], { detached: true, stdio: 'ignore' });
spawn('sh', ['-c', 'setsid ${command} & exit 0'], { stdio: 'ignore' });
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { request_id, request } = JSON.parse(line);
  if (request?.subtype !== 'initialize') return;
  console.log(JSON.stringify({
    type: 'control_response',
    response: { subtype: 'success', request_id, response: { claude_code_version: '2.1.330' } },
  }));
});
`;
