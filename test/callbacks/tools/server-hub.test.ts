import { setImmediate as nextTurn } from 'node:timers/promises';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { EmptyResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ServerHub } from '../../../src/callbacks/tools/server-hub.js';
import { callOf, cancelOf, failureOf, INITIALIZE, newServer, text, textOf, userOf } from './mcp-fixture.js';

const NOTHING = { users: 0, calls: 0, inquiries: 0 };

/** A server whose tool `wait` waits, and what settles its calls and tells of them. */
function waiting() {
  const server = newServer();
  const calls: { readonly who: string; readonly signal: AbortSignal; readonly settle: () => void }[] = [];
  server.registerTool('wait', { inputSchema: { who: z.string() } }, ({ who }, { signal }) => {
    return new Promise((resolve) => {
      calls.push({ who, signal, settle: () => resolve(text(`for ${who}`)) });
    });
  });
  return { server, calls, hub: ServerHub.of(server) };
}

const wait = (id: number, who: string) => callOf(id, 'wait', { who });

describe('a hub', () => {
  it('is one for each server, which it connects to once', async () => {
    const server = newServer();
    expect(ServerHub.of(server)).toBe(ServerHub.of(server));
    const answers = await Promise.all([userOf(server).pass(INITIALIZE), userOf(server).pass(INITIALIZE)]);
    for (const answer of answers)
      expect(answer).toMatchObject({ jsonrpc: '2.0', id: 0, result: { serverInfo: { name: 'test' } } });
  });

  it('brings each answer to whoever asked, though all of them use the same ids', async () => {
    const { server, calls } = waiting();
    const [alice, bob] = [userOf(server), userOf(server)];
    const answers = [alice.pass(wait(1, 'Alice')), bob.pass(wait(1, 'Bob')), alice.pass(wait(2, 'Carol'))];
    await nextTurn();
    for (const { settle } of [...calls].reverse()) settle();
    const got = await Promise.all(answers);
    expect(got.map((answer) => [answer.id, textOf(answer)])).toEqual([
      [1, 'for Alice'],
      [1, 'for Bob'],
      [2, 'for Carol'],
    ]);
  });

  it('answers what is no request, too', async () => {
    const user = userOf(newServer());
    const received = { jsonrpc: '2.0', id: 0, result: {} };
    expect(await user.pass({ jsonrpc: '2.0', method: 'notifications/initialized' })).toEqual(received);
    expect(await user.pass({ jsonrpc: '2.0', id: 7, result: {} })).toEqual(received);
  });

  it('says what the server says where it knows no such method', async () => {
    const answer = await userOf(newServer()).pass({ jsonrpc: '2.0', id: 3, method: 'tools/list' });
    expect(answer).toMatchObject({ id: 3, error: { code: -32601 } });
  });

  it('rejects where the server is connected elsewhere, and works when it is not any more', async () => {
    const server = newServer();
    await server.connect(InMemoryTransport.createLinkedPair()[0]);
    await expect(userOf(server).pass(INITIALIZE)).rejects.toThrow('Already connected');
    await server.close();
    expect(await userOf(server).pass(INITIALIZE)).toMatchObject({ id: 0 });
  });

  it('rejects what the server has not answered when it is closed, and connects to it anew', async () => {
    const { server, hub } = waiting();
    const user = userOf(server);
    const lost = failureOf(user.pass(wait(1, 'Alice')));
    await nextTurn();
    await server.close();
    expect(await lost).toContain('The MCP server was closed.');
    expect(hub.held.calls).toBe(0);
    expect(await user.pass(INITIALIZE)).toMatchObject({ id: 0 });
  });
});

describe('a call', () => {
  it('that its user cancels is told by its signal, and no call of another is', async () => {
    const { server, calls } = waiting();
    const [alice, bob] = [userOf(server), userOf(server)];
    const cancelled = failureOf(alice.pass(wait(1, 'Alice')));
    const answer = bob.pass(wait(1, 'Bob'));
    await nextTurn();
    await alice.pass(cancelOf(1));
    expect(await cancelled).toContain('cancelled');
    await nextTurn();
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    for (const { settle } of calls) settle();
    expect(textOf(await answer)).toBe('for Bob');
  });

  it('for whose answer nobody waits any more is told by its signal', async () => {
    const { server, calls, hub } = waiting();
    const user = userOf(server);
    const gone = new AbortController();
    const lost = failureOf(user.pass(wait(1, 'Alice'), gone.signal));
    await nextTurn();
    gone.abort();
    expect(await lost).toContain('Nobody waits');
    await nextTurn();
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(hub.held.calls).toBe(0);
  });

  it('that comes when its process is gone already is not begun, and its user not taken in', async () => {
    const { server, calls, hub } = waiting();
    await expect(userOf(server).pass(wait(1, 'Alice'), AbortSignal.abort())).rejects.toThrow();
    expect([calls, hub.held]).toEqual([[], NOTHING]);
  });

  it('tells of its progress, to whoever called, by the token that it was given', async () => {
    const server = newServer();
    server.registerTool('step', {}, async ({ _meta, sendNotification }) => {
      const progressToken = _meta?.progressToken ?? '';
      await sendNotification({ method: 'notifications/progress', params: { progressToken, progress: 1 } });
      // And one that does not say in the course of what.
      await server.server.notification({
        method: 'notifications/progress',
        params: { progressToken, progress: 2 },
      });
      return text('done');
    });
    const [alice, bob] = [userOf(server), userOf(server)];
    await bob.pass(INITIALIZE);
    await alice.pass(callOf(5, 'step', {}, { progressToken: 'mine', other: 'kept' }));
    expect(alice.told.map(({ params }) => params)).toEqual([
      { progressToken: 'mine', progress: 1 },
      { progressToken: 'mine', progress: 2 },
    ]);
    expect(bob.told).toEqual([]);
  });
});

describe('a user that leaves', () => {
  it('takes all with it that was begun for it, and nothing of others', async () => {
    const { server, calls, hub } = waiting();
    let refused: unknown;
    server.registerTool('ask', {}, async ({ sendRequest }) => {
      refused = await sendRequest({ method: 'ping' }, EmptyResultSchema).catch(String);
      return text('');
    });
    const [alice, bob] = [userOf(server), userOf(server)];
    const lost = [alice.pass(wait(1, 'Alice')), alice.pass(callOf(2, 'ask'))].map(failureOf);
    const kept = bob.pass(wait(1, 'Bob'));
    await nextTurn();
    hub.leave(alice);
    await nextTurn();
    expect(await Promise.all(lost)).toEqual(Array(2).fill(expect.stringContaining('cancelled')));
    expect([calls.map(({ signal }) => signal.aborted), refused]).toEqual([
      [true, false],
      expect.stringContaining('Nobody waits') as string,
    ]);
    for (const { settle } of calls) settle();
    expect(textOf(await kept)).toBe('for Bob');
    hub.leave(bob);
    expect(hub.held).toEqual(NOTHING);
  });
});
