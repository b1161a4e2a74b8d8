// An MCP server over stdio, whose tool tells what its environment holds. It waits for the file GATE, if one is named.
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import * as z from 'zod';

const server = new McpServer({ name: 'program', version: '1.2.3' });
server.registerTool(
  'env',
  { description: 'A variable', inputSchema: { name: z.string() }, annotations: { readOnlyHint: true } },
  ({ name }) => ({ content: [{ type: 'text', text: `${name}=${process.env[name] ?? ''}` }] }),
);
while (process.env.GATE && !existsSync(process.env.GATE)) await sleep(20);
await server.connect(new StdioServerTransport());
