import { createSdkMcpServer, tool, type McpSdkServerConfigWithInstance, type Session } from 'troupe';
import { reply, toolUse } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { ServerHub } from '../../src/callbacks/tools/server-hub.js';
import { mcpProgram } from '../support/mcp-program.js';
import { webServer } from '../support/mcp-web-server.js';
import type { RealCli } from '../support/real-cli.js';
import { AT_ONCE, killed, supervisedCli } from '../support/supervised-tree.js';

const host = (name: string): McpSdkServerConfigWithInstance =>
  createSdkMcpServer({
    name,
    tools: [tool('say', 'Says', {}, () => ({ content: [{ type: 'text', text: `from ${name}` }] }))],
  });

const allowedTools = ['program', 'first', 'second', 'web'].map((name) => `mcp__${name}`);

/** The tools that the model can reach, of one of each server. */
async function reached(cli: RealCli, session: Pick<Session, 'query'>): Promise<string[]> {
  const turn = cli.api.requests.length;
  const tools = ['program__env', 'first__say', 'second__say', 'web__hello'];
  const call = (name: string) => toolUse(`mcp__${name}`, { name: 'NOTHING' }, { id: `${name}-${turn}` });
  cli.api.enqueue(reply(...tools.map(call)));
  await session.query('use all');
  const results = cli.api.requests.at(-1)?.toolResults ?? [];
  return tools.filter((name) =>
    results.some(({ toolUseId, isError }) => toolUseId === `${name}-${turn}` && !isError),
  );
}

/** How its servers are, as `name: status`. */
async function statuses(session: Pick<Session, 'getMcpStatus'>): Promise<string[]> {
  const { servers } = await session.getMcpStatus();
  return servers.map(({ name, status }) => `${name}: ${status}`).sort();
}

describe('on a running session', () => {
  it('setMcpServers puts others in the place of those of this host, of earlier calls, and of the same names', async () => {
    await using cli = await supervisedCli();
    await using web = await webServer();
    const [first, second] = [host('first'), host('second')];
    const children = [{ ...AT_ONCE, name: 'a', mcpServers: { program: mcpProgram(), first }, allowedTools }];
    const sup = await cli.system.startSupervisor({ maxRestarts: 10, children });
    const session = sup.getSession('a');
    expect(await reached(cli, session)).toEqual(['program__env', 'first__say']);
    const servers = { second, web: { type: 'http', url: web.http } } as const;
    expect(await session.setMcpServers(servers)).toEqual({
      added: ['second', 'web'],
      removed: ['first'],
      errors: {},
    });
    const now = ['program__env', 'second__say', 'web__hello'];
    expect(await reached(cli, session)).toEqual(now);
    expect(ServerHub.of(first.instance).held.users).toBe(0);
    await killed(sup, 'a');
    expect(await reached(cli, session)).toEqual(now);
    // A program without `args`, which the CLI itself does not take here, and which is none.
    const missing = { program: { command: `${cli.sandbox.root}/nothing` } };
    const { errors } = await session.setMcpServers(missing);
    expect(errors).toEqual({ program: expect.stringContaining('ENOENT') as string });
    expect(await reached(cli, session)).toEqual([]);
    expect(await session.setMcpServers({})).toMatchObject({ removed: ['program'] });
    await killed(sup, 'a');
    expect(await reached(cli, session)).toEqual([]);
    await sup.stop();
  });

  it('toggleMcpServer turns a server off and on, also for the processes that come after', async () => {
    await using cli = await supervisedCli();
    const mcpServers = { program: mcpProgram(), first: host('first') };
    const children = [{ ...AT_ONCE, name: 'a', mcpServers, allowedTools }];
    const sup = await cli.system.startSupervisor({ maxRestarts: 10, children });
    const session = sup.getSession('a');
    expect(await reached(cli, session)).toEqual(['program__env', 'first__say']);
    await session.toggleMcpServer('first', false);
    await session.toggleMcpServer('program', false);
    const off = ['first: disabled', 'program: disabled'];
    expect(await statuses(session)).toEqual(off);
    expect(await reached(cli, session)).toEqual([]);
    await killed(sup, 'a');
    expect(await statuses(session)).toEqual(off);
    await session.toggleMcpServer('first', true);
    await session.toggleMcpServer('program', true);
    expect(await reached(cli, session)).toEqual(['program__env', 'first__say']);
    await killed(sup, 'a');
    expect(await reached(cli, session)).toEqual(['program__env', 'first__say']);
    await sup.stop();
  });

  it('what was turned off stays so for sessions that are started later in the same directory: the CLI keeps it', async () => {
    await using cli = await supervisedCli();
    const start = () => cli.start({ mcpServers: { program: mcpProgram() }, allowedTools });
    const before = start();
    await before.query('first');
    await before.toggleMcpServer('program', false);
    const later = start();
    expect(await statuses(later)).toEqual(['program: disabled']);
    await later.toggleMcpServer('program', true);
    expect(await reached(cli, later)).toEqual(['program__env']);
    expect(await statuses(before)).toEqual(['program: disabled']);
  });

  it('reconnectMcpServer connects anew to what the CLI reaches, and is refused for others', async () => {
    await using cli = await supervisedCli();
    const session = cli.start({ mcpServers: { program: mcpProgram(), first: host('first') }, allowedTools });
    await session.query('first');
    await session.reconnectMcpServer('program');
    expect(await reached(cli, session)).toEqual(['program__env', 'first__say']);
    const refusal = { code: 'control_failed' };
    await expect(session.reconnectMcpServer('first')).rejects.toMatchObject(refusal);
    await expect(session.reconnectMcpServer('nobody')).rejects.toMatchObject(refusal);
    await expect(session.toggleMcpServer('nobody', true)).rejects.toMatchObject(refusal);
  });

  it('several calls of setMcpServers at once take effect in their order', async () => {
    await using cli = await supervisedCli();
    const session = cli.start({ mcpServers: { first: host('first') }, allowedTools });
    await session.ready();
    const results = await Promise.all([
      session.setMcpServers({ second: host('second'), program: mcpProgram() }),
      session.setMcpServers({ first: host('first') }),
    ]);
    expect(results).toEqual([
      { added: ['second', 'program'], removed: ['first'], errors: {} },
      { added: ['first'], removed: ['second', 'program'], errors: {} },
    ]);
    expect(await reached(cli, session)).toEqual(['first__say']);
  });
});
