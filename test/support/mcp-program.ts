import { fileURLToPath } from 'node:url';
import type { McpStdioServerConfig } from 'troupe';

const PROGRAM = fileURLToPath(new URL('mcp-stdio-server.mjs', import.meta.url));

/** An MCP server that the CLI starts, with one tool, `env`, which tells a variable of its environment. */
export function mcpProgram(env?: Readonly<Record<string, string>>): McpStdioServerConfig {
  return { command: process.execPath, args: [PROGRAM], ...(env && { env }) };
}
