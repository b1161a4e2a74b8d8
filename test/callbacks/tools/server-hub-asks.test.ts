import { setImmediate as nextTurn } from 'node:timers/promises';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { ElicitResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { ServerHub } from '../../../src/callbacks/tools/server-hub.js';
import { callOf, cancelOf, INITIALIZE, newServer, text, textOf, userOf } from './mcp-fixture.js';

describe('what a server says of its own accord', () => {
  it('goes to all who use it, and not to those who have left', async () => {
    const server = newServer();
    server.registerTool('early', {}, () => text(''));
    const users = [userOf(server), userOf(server), userOf(server)];
    for (const user of users) await user.pass(INITIALIZE);
    const [, , left] = users;
    if (left) ServerHub.of(server).leave(left);
    server.registerTool('late', {}, () => text(''));
    await nextTurn();
    const methods = users.map(({ told }) => told.map(({ method }) => method));
    const changed = ['notifications/tools/list_changed'];
    expect(methods).toEqual([changed, changed, []]);
  });

  it('in the course of a call goes to whoever called, and to nobody when that is over', async () => {
    const server = newServer();
    const method = 'notifications/tools/list_changed';
    let later: () => Promise<void> = () => Promise.resolve();
    server.registerTool('work', {}, async ({ sendNotification }) => {
      later = () => sendNotification({ method });
      await later();
      return text('');
    });
    const [alice, bob] = [userOf(server), userOf(server)];
    await bob.pass(INITIALIZE);
    await alice.pass(callOf(1, 'work'));
    await later();
    expect([alice.told, bob.told]).toEqual([[{ jsonrpc: '2.0', method }], []]);
  });
});

describe('what a server asks', () => {
  const params = { message: 'Who?', requestedSchema: { type: 'object', properties: {} } };
  const elicit = { method: 'elicitation/create', params } as const;

  /** A server whose tool asks, and says what came of it. */
  function asking(): McpServer {
    const server = newServer();
    server.registerTool('ask', {}, async ({ sendRequest }) => {
      const answer = await sendRequest(elicit as never, ElicitResultSchema).catch(String);
      return text(typeof answer === 'string' ? answer : answer.action);
    });
    return server;
  }

  it('in the course of a call is asked of whoever called, and nobody else can answer', async () => {
    const server = asking();
    const [alice, bob] = [userOf(server), userOf(server)];
    await bob.pass(INITIALIZE);
    const answer = alice.pass(callOf(1, 'ask'));
    await nextTurn();
    const [question] = alice.told;
    expect([question?.method, bob.told]).toEqual(['elicitation/create', []]);
    await bob.pass({ jsonrpc: '2.0', id: question?.id, result: { action: 'decline' } });
    await alice.pass({ jsonrpc: '2.0', id: question?.id, result: { action: 'accept' } });
    expect(textOf(await answer)).toBe('accept');
    expect(ServerHub.of(server).held.inquiries).toBe(0);
  });

  it('is refused when its call is over', async () => {
    let outcome: unknown;
    const server = newServer();
    server.registerTool('ask', {}, async ({ sendRequest }) => {
      outcome = await sendRequest(elicit as never, ElicitResultSchema).catch(String);
      return text('');
    });
    const user = userOf(server);
    const call = user.pass(callOf(1, 'ask')).catch(() => undefined);
    await nextTurn();
    await user.pass(cancelOf(1));
    await call;
    await nextTurn();
    expect(outcome).toContain('interrupted');
    expect(ServerHub.of(server).held.inquiries).toBe(0);
  });

  it('of nobody in particular is asked where there is only one, and refused where it is not known of whom', async () => {
    const server = newServer();
    const [alice, bob] = [userOf(server), userOf(server)];
    await alice.pass(INITIALIZE);
    const ping = server.server.ping();
    const [question] = alice.told;
    await alice.pass({ jsonrpc: '2.0', id: question?.id, result: {} });
    expect(await ping).toEqual({});
    await bob.pass(INITIALIZE);
    await expect(server.server.ping()).rejects.toThrow('not known whom to ask');
    expect([alice.told.length, bob.told.length, ServerHub.of(server).held.inquiries]).toEqual([1, 0, 0]);
  });

  it('is refused when the one who was asked has left', async () => {
    const server = newServer();
    const alice = userOf(server);
    await alice.pass(INITIALIZE);
    const ping = server.server.ping();
    ServerHub.of(server).leave(alice);
    await expect(ping).rejects.toThrow('It is gone.');
  });
});
