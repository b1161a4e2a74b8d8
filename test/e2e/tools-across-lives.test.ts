import { createSdkMcpServer, tool, type SessionSpec, type ToolCallExtra } from 'troupe';
import { reply, toolUse, type ReceivedRequest } from 'troupe/testing';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { ServerHub } from '../../src/callbacks/tools/server-hub.js';
import { realCli } from '../support/real-cli.js';
import { skippingClock } from '../support/skipping-clock.js';
import { AT_ONCE, kill, killed, supervisedCli, untilReady } from '../support/supervised-tree.js';
import { until } from '../support/until.js';

const allowedTools = ['mcp__host'];

const greeter = (greet: (name: string, extra: ToolCallExtra) => string | Promise<string>) =>
  createSdkMcpServer({
    name: 'host',
    tools: [
      tool('greet', 'Greets', { name: z.string() }, async ({ name }, extra) => ({
        content: [{ type: 'text', text: await greet(name, extra) }],
      })),
    ],
  });

const greet = (name: string) => toolUse('mcp__host__greet', { name });

const lastResult = (request: ReceivedRequest | undefined): string | undefined =>
  request?.toolResults.at(-1)?.text;

it('a tool works in the turns after the first, after a restart, and after a clear', async () => {
  await using cli = await supervisedCli();
  const server = greeter((name) => `hello ${name}`);
  const spec: SessionSpec = { ...AT_ONCE, name: 'a', mcpServers: { host: server }, allowedTools };
  const sup = await cli.system.startSupervisor({ children: [spec] });
  const session = sup.getSession('a');
  const told = async (name: string): Promise<string | undefined> => {
    cli.api.enqueue(greet(name));
    await session.query(`greet ${name}`);
    return lastResult(cli.api.requests.at(-1));
  };
  expect([await told('Alice'), await told('Bob')]).toEqual(['hello Alice', 'hello Bob']);
  await killed(sup, 'a');
  expect(await told('Carol')).toBe('hello Carol');
  await session.clear();
  expect(await told('Dave')).toBe('hello Dave');
  expect(ServerHub.of(server.instance).held).toEqual({ users: 1, calls: 0, inquiries: 0 });
  await sup.stop();
  expect(ServerHub.of(server.instance).held).toEqual({ users: 0, calls: 0, inquiries: 0 });
});

it('a tool works after ten minutes of silence, and one that takes ten minutes is waited for', async () => {
  const clock = skippingClock();
  await using cli = await realCli({ system: { clock } });
  let settle: (() => void) | undefined;
  const server = greeter(async (name) => {
    if (name === 'Bob') await new Promise<void>((resolve) => (settle = resolve));
    return `hello ${name}`;
  });
  const session = cli.start({ mcpServers: { host: server }, allowedTools, timeout: Infinity });
  await session.query('first');
  clock.skip(600_000);
  cli.api.enqueue(greet('Alice'));
  await session.query('greet Alice');
  expect(lastResult(cli.api.requests.at(-1))).toBe('hello Alice');
  cli.api.enqueue(greet('Bob'));
  const slow = session.query('greet Bob');
  const go = await until(() => settle);
  clock.skip(600_000);
  go();
  await slow;
  expect(lastResult(cli.api.requests.at(-1))).toBe('hello Bob');
});

it('a call in flight when the process dies is told by its signal, and the next process can call again', async () => {
  await using cli = await supervisedCli();
  const calls: AbortSignal[] = [];
  const server = greeter((name, { signal }) => {
    calls.push(signal);
    return calls.length > 1 ? `hello ${name}` : new Promise(() => undefined);
  });
  const spec: SessionSpec = { ...AT_ONCE, name: 'a', mcpServers: { host: server }, allowedTools };
  const sup = await cli.system.startSupervisor({ children: [spec] });
  const session = sup.getSession('a');
  cli.api.enqueue(greet('Alice'));
  const lost = session.query('greet Alice').catch((error: unknown) => error);
  await until(() => calls.length === 1);
  kill(sup, 'a');
  expect(await lost).toMatchObject({ code: 'crashed' });
  expect(calls[0]?.aborted).toBe(true);
  await untilReady(sup, 'a', 1);
  // The CLI goes on with what was cut short.
  await until(() => session.status === 'idle');
  cli.api.enqueue(greet('Bob'));
  await session.query('greet Bob');
  expect(lastResult(cli.api.requests.at(-1))).toBe('hello Bob');
  await sup.stop();
});

it('one server serves two sessions at once, each of which gets its own results', async () => {
  await using cli = await realCli({ reply: ({ lastUserText }) => `re: ${lastUserText}` });
  const inside: string[] = [];
  let bothAreIn = (): void => undefined;
  const both = new Promise<void>((resolve) => (bothAreIn = resolve));
  const server = greeter(async (name) => {
    inside.push(name);
    if (inside.length === 2) bothAreIn();
    await both;
    return `hello ${name}`;
  });
  const start = () => cli.start({ mcpServers: { host: server }, allowedTools });
  const [one, two] = [start(), start()];
  cli.api.setReply(({ lastUserText, toolResults }) =>
    toolResults.length === 0 ? greet(lastUserText.trim()) : `done: ${toolResults[0]?.text ?? ''}`,
  );
  const answers = await Promise.all([one.query('Alice'), two.query('Bob')]);
  expect(answers.map(({ result }) => result)).toEqual(['done: hello Alice', 'done: hello Bob']);
});

it('a server made by hand tells all its sessions of a tool that it gets while they run', async () => {
  await using cli = await realCli();
  const instance = new McpServer({ name: 'by-hand', version: '1.0.0' });
  const add = (name: string) =>
    instance.registerTool(name, { description: name }, () => ({
      content: [{ type: 'text', text: `this is ${name}` }],
    }));
  add('early');
  const start = () =>
    cli.start({ mcpServers: { host: { type: 'sdk', name: 'host', instance } }, allowedTools });
  const sessions = [start(), start()];
  await Promise.all(sessions.map((session) => session.query('first')));
  add('late');
  for (const session of sessions) {
    const names = async (): Promise<boolean> => {
      const { servers } = await session.getMcpStatus();
      return servers[0]?.tools?.some(({ name }) => name === 'late') === true;
    };
    for (let known = false; !known;) known = await names();
    cli.api.enqueue(reply(toolUse('mcp__host__early'), toolUse('mcp__host__late')));
    await session.query('use both');
    expect(cli.api.requests.at(-1)?.toolResults.map(({ text }) => text)).toEqual([
      'this is early',
      'this is late',
    ]);
  }
});
