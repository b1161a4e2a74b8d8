import { fileURLToPath } from 'node:url';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { McpServerConfig, OnElicitation } from 'troupe';
import { toolUse } from 'troupe/testing';
import * as z from 'zod';
import type { Scenario } from '../scenario.js';

const server = (file: string, env: Record<string, string> = {}): McpServerConfig => ({
  command: process.execPath,
  args: [fileURLToPath(new URL(`../../support/${file}`, import.meta.url))],
  env,
});
const program = (greeting: string) => server('mcp-stdio-server.mjs', { GREETING: greeting });
const asking = () => server('mcp-asking-server.mjs');

const greet = () => toolUse('mcp__program__env', { name: 'GREETING' });

function adder(): McpServerConfig {
  const instance = new McpServer({ name: 'adder', version: '1.0.0' });
  const inputSchema = { a: z.number(), b: z.number() };
  instance.registerTool('add', { description: 'Adds.', inputSchema }, ({ a, b }) => ({
    content: [{ type: 'text', text: String(a + b) }],
  }));
  return { type: 'sdk', name: 'adder', instance };
}

const elicitation = (onElicitation: OnElicitation) => ({
  mcpServers: { asking: asking() },
  allowedTools: ['mcp__asking__ask'],
  onElicitation,
});

export const servers: readonly Scenario[] = [
  {
    name: 'an MCP server of its own process',
    shows: 'GREETING=hello',
    options: () => ({ mcpServers: { program: program('hello') }, allowedTools: ['mcp__program__env'] }),
    replies: () => [greet()],
    play: async (peer, { note }) => {
      await peer.turn('Greet.');
      note('mcpServerStatus', await peer.mcpServerStatus());
      await peer.toggleMcpServer('program', false);
      await peer.turn('And now?');
      note('mcpServerStatus', await peer.mcpServerStatus());
    },
  },
  {
    name: 'an MCP server that comes later',
    shows: 'GREETING=hi',
    options: () => ({ allowedTools: ['mcp__program__env'] }),
    replies: () => ['ok', greet()],
    play: async (peer, { note }) => {
      await peer.turn('One.');
      note('setMcpServers', await peer.setMcpServers({ program: program('hi') }));
      await peer.turn('Greet.');
    },
  },
  {
    name: 'a server within the host',
    shows: '"text":"3"',
    options: () => ({ mcpServers: { adder: adder() }, allowedTools: ['mcp__adder__add'] }),
    replies: () => [toolUse('mcp__adder__add', { a: 1, b: 2 }), toolUse('mcp__adder__add', { a: 'one' })],
  },
  {
    name: 'a server asks its user, who answers',
    shows: '{\\"action\\":\\"accept\\",',
    options: ({ note }) =>
      elicitation((request) => {
        note('onElicitation', request);
        return Promise.resolve({ action: 'accept', content: { name: 'Alice' } });
      }),
    replies: () => [toolUse('mcp__asking__ask')],
  },
  {
    name: 'a server asks, and nobody is there',
    shows: '{\\"action\\":\\"decline\\"',
    options: () => ({ mcpServers: { asking: asking() }, allowedTools: ['mcp__asking__ask'] }),
    replies: () => [toolUse('mcp__asking__ask')],
  },
];
