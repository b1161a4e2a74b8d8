import { setImmediate as nextTurn } from 'node:timers/promises';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { McpServerInstance } from 'troupe';
import { describe, expect, it } from 'vitest';
import type { JsonRpc } from '../../../src/callbacks/tools/json-rpc.js';
import { isWithinCallback } from '../../../src/callbacks/run-callback.js';
import { ServerHub } from '../../../src/callbacks/tools/server-hub.js';
import { ToolDesk } from '../../../src/callbacks/tools/tool-desk.js';
import { callOf, failureOf, INITIALIZE, newServer, text, textOf } from './mcp-fixture.js';

const config = (instance: McpServerInstance) => ({ type: 'sdk', name: 'any', instance }) as const;

const usersOf = (instance: McpServerInstance): number => ServerHub.of(instance).held.users;

/** A desk of a session of its own, and what it sends to the CLI. */
function deskOf(servers: Readonly<Record<string, McpServerInstance>>) {
  const of = {};
  const sent: string[] = [];
  const configs = (given: typeof servers) =>
    Object.fromEntries(Object.entries(given).map(([name, instance]) => [name, config(instance)]));
  const send = (server: string, { method }: JsonRpc): void => void sent.push(`${server}: ${String(method)}`);
  const desk = new ToolDesk({ of, servers: configs(servers), send });
  const pass = async (server_name: unknown, message: unknown): Promise<JsonRpc> => {
    const request = { subtype: 'mcp_message', server_name, message };
    const { mcp_response } = await desk.pass({ id: 'r', request, signal: new AbortController().signal });
    return mcp_response as JsonRpc;
  };
  const replace = <T>(given: typeof servers, ask: () => Promise<T>) => desk.replace(configs(given), ask);
  return { of, desk, sent, pass, replace };
}

/** A server with a tool that tells its name. */
function named(name: string) {
  const server = newServer();
  server.registerTool('name', {}, () => text(name));
  return server;
}

const nameOf = async (pass: (server: string, message: JsonRpc) => Promise<JsonRpc>, server: string) =>
  textOf(await pass(server, callOf(1, 'name')));

describe('a message', () => {
  it('is answered by the server of that name, whatever the server calls itself', async () => {
    const { pass } = deskOf({ one: named('first'), two: named('second') });
    expect([await nameOf(pass, 'one'), await nameOf(pass, 'two')]).toEqual(['first', 'second']);
  });

  it('to a server that there is not, or that is none, is an error', async () => {
    const { pass } = deskOf({ one: named('first') });
    expect(await failureOf(pass('other', INITIALIZE))).toContain("No MCP server 'other' is in this host.");
    expect(await failureOf(pass(undefined, INITIALIZE))).toContain('No MCP server');
    expect(await failureOf(pass('one', 'hello'))).toContain('A message of MCP is an object.');
  });

  it('is answered by a low-level server, and by what is no server of that package at all', async () => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- people have such servers
    const low = new Server({ name: 'low', version: '1' }, { capabilities: { tools: {} } });
    low.setRequestHandler(CallToolRequestSchema, () => text('low'));
    const echo = {
      connect: (transport: EchoTransport) => {
        transport.onmessage = ({ id }) => void transport.send({ jsonrpc: '2.0', id, result: text('echo') });
        return transport.start();
      },
      close: () => Promise.resolve(),
    };
    const { pass } = deskOf({ low, echo });
    expect([await nameOf(pass, 'low'), await nameOf(pass, 'echo')]).toEqual(['low', 'echo']);
  });

  it('is handled within the session that sent it, also where another one connected the server', async () => {
    const sessions: object[] = [];
    const server = newServer();
    const within: boolean[][] = [];
    server.registerTool('look', {}, async () => {
      await nextTurn();
      within.push(sessions.map(isWithinCallback));
      return text('');
    });
    const [one, two] = [deskOf({ s: server }), deskOf({ s: server })];
    sessions.push(one.of, two.of);
    await one.pass('s', callOf(1, 'look'));
    await two.pass('s', callOf(1, 'look'));
    expect(within).toEqual([
      [true, false],
      [false, true],
    ]);
  });
});

interface EchoTransport {
  onmessage: (message: JsonRpc) => void;
  start(): Promise<void>;
  send(message: JsonRpc): Promise<void>;
}

describe('other servers', () => {
  it('are there besides those of before until the CLI has confirmed them, and then alone', async () => {
    const [old, fresh] = [named('old'), named('fresh')];
    const { pass, replace } = deskOf({ old });
    expect(await nameOf(pass, 'old')).toBe('old');
    await replace({ fresh }, async () => {
      expect([await nameOf(pass, 'old'), await nameOf(pass, 'fresh')]).toEqual(['old', 'fresh']);
    });
    expect(await failureOf(pass('old', INITIALIZE))).toContain('No MCP server');
    expect(await nameOf(pass, 'fresh')).toBe('fresh');
    expect([usersOf(old), usersOf(fresh)]).toEqual([0, 1]);
  });

  it('are not there where the CLI has refused them', async () => {
    const [old, fresh] = [named('old'), named('fresh')];
    const { pass, replace } = deskOf({ server: old });
    await nameOf(pass, 'server');
    const refused = replace({ server: fresh }, async () => {
      expect(await nameOf(pass, 'server')).toBe('fresh');
      throw new Error('refused');
    });
    expect(await failureOf(refused)).toContain('refused');
    expect(await nameOf(pass, 'server')).toBe('old');
    expect([usersOf(old), usersOf(fresh)]).toEqual([1, 0]);
  });

  it('may be the same ones, whose calls are not disturbed', async () => {
    let settle = (): void => undefined;
    const slow = newServer();
    slow.registerTool('name', {}, () => new Promise((done) => (settle = () => done(text('slow')))));
    const { pass, replace } = deskOf({ slow });
    const name = nameOf(pass, 'slow');
    await nextTurn();
    await replace({ slow, more: named('more') }, () => Promise.resolve());
    settle();
    expect(await name).toBe('slow');
  });

  it('that are asked for at once are each reachable from when they are asked for', async () => {
    const [one, two] = [named('one'), named('two')];
    const { pass, replace } = deskOf({});
    let confirm = (): void => undefined;
    const second = new Promise<void>((resolve) => (confirm = resolve));
    const first = replace({ one }, () => Promise.resolve());
    const last = replace({ two }, () => second);
    await first;
    expect([await nameOf(pass, 'one'), await nameOf(pass, 'two')]).toEqual(['one', 'two']);
    confirm();
    await last;
    expect(await failureOf(pass('one', INITIALIZE))).toContain('No MCP server');
    expect([usersOf(one), usersOf(two)]).toEqual([0, 1]);
  });
});

describe('a process that is gone', () => {
  it('is told nothing any more, and the next one again', async () => {
    const server = named('it');
    const { desk, pass, sent } = deskOf({ a: server, b: server });
    await pass('a', INITIALIZE);
    await pass('b', INITIALIZE);
    server.sendToolListChanged();
    await nextTurn();
    const changed = ['a: notifications/tools/list_changed', 'b: notifications/tools/list_changed'];
    expect(sent).toEqual(changed);
    desk.disconnect();
    expect(usersOf(server)).toBe(0);
    server.sendToolListChanged();
    await nextTurn();
    expect(sent).toEqual(changed);
    await pass('a', INITIALIZE);
    server.sendToolListChanged();
    await nextTurn();
    expect(sent).toEqual([...changed, changed[0]]);
  });
});
