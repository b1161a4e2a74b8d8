import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message, Session } from 'troupe';
import { reply, toolUse } from 'troupe/testing';
import { expect, it } from 'vitest';
import { mcpProgram } from '../support/mcp-program.js';
import { webServer } from '../support/mcp-web-server.js';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';

const SECRET = 'canary-4e1b7a9d03';

function commandLines(): string {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => readOr(`/proc/${pid}/cmdline`)).join('\n');
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

async function statusOf(session: Session, name: string): Promise<string | undefined> {
  const { servers } = await session.getMcpStatus();
  return servers.find((server) => server.name === name)?.status;
}

it('servers of each kind can be used, get what is theirs, and nobody reads that from a process list', async () => {
  await using cli = await realCli();
  await using web = await webServer();
  const headers = { 'x-secret': SECRET };
  const session = cli.start({
    mcpServers: {
      program: mcpProgram({ MY_SECRET: SECRET }),
      web: { type: 'http', url: web.http, headers },
      old: { type: 'sse', url: web.sse, headers },
    },
    allowedTools: ['mcp__program', 'mcp__web', 'mcp__old'],
  });
  cli.api.enqueue(
    reply(
      toolUse('mcp__program__env', { name: 'MY_SECRET' }),
      toolUse('mcp__web__hello'),
      toolUse('mcp__old__hello'),
    ),
  );
  await session.query('use them');
  const texts = cli.api.requests[1]?.toolResults.map(({ text }) => text).sort();
  expect(texts).toEqual([`MY_SECRET=${SECRET}`, 'hello from the web', 'hello from the web']);
  expect(new Set(web.secrets)).toEqual(new Set([`http ${SECRET}`, `sse ${SECRET}`]));
  expect(commandLines()).not.toContain(SECRET);
  expect((await session.getMcpStatus()).servers).toMatchObject([
    { name: 'program', status: 'connected', serverInfo: { name: 'program', version: '1.2.3' } },
    {
      name: 'web',
      status: 'connected',
      serverInfo: { name: 'web', version: '2.0.0' },
      tools: [{ name: 'hello' }],
    },
    { name: 'old', status: 'connected', serverInfo: { name: 'web', version: '2.0.0' } },
  ]);
});

it('the session is ready before its servers are, and its first turn waits for them', async () => {
  await using cli = await realCli();
  const gate = join(cli.sandbox.root, 'gate');
  const session = cli.start({ mcpServers: { slow: mcpProgram({ GATE: gate }) } });
  await session.ready();
  expect(await statusOf(session, 'slow')).toBe('pending');
  const heard: Message[] = [];
  const query = session
    .stream('go')
    .tap((message) => heard.push(message))
    .run();
  await until(() => session.state === 'querying');
  // Answered in order on its way through the CLI, which has the prompt by then.
  expect(await statusOf(session, 'slow')).toBe('pending');
  expect(cli.api.requests).toEqual([]);
  await writeFile(gate, '');
  await query;
  const init = heard.find((message) => message.type === 'system' && message.subtype === 'init');
  expect(init).toMatchObject({ mcp_servers: [{ name: 'slow', status: 'connected' }] });
  expect(init).toMatchObject({ tools: expect.arrayContaining(['mcp__slow__env']) as string[] });
});

it('a server that cannot be reached fails by itself, and the session does not', async () => {
  await using cli = await realCli();
  const session = cli.start({
    mcpServers: {
      missing: { command: join(cli.sandbox.root, 'nothing') },
      closed: { type: 'http', url: 'http://127.0.0.1:9/mcp', headers: { authorization: `Bearer ${SECRET}` } },
    },
  });
  expect(await session.query('go')).toMatchObject({ is_error: false });
  expect([await statusOf(session, 'missing'), await statusOf(session, 'closed')]).toEqual([
    'failed',
    'failed',
  ]);
  await expect(session.reconnectMcpServer('closed')).rejects.toMatchObject({
    code: 'control_failed',
    message: expect.not.stringContaining(SECRET) as string,
  });
});
