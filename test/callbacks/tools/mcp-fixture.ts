import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { McpServerInstance } from 'troupe';
import type { JsonRpc } from '../../../src/callbacks/tools/json-rpc.js';
import { ServerHub, type HubUser } from '../../../src/callbacks/tools/server-hub.js';

/** What a CLI says first to a server. */
export const INITIALIZE: JsonRpc = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'cli', version: '2' } },
};

export const callOf = (id: number, name: string, args: object = {}, meta?: object): JsonRpc => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args, ...(meta && { _meta: meta }) },
});

export const cancelOf = (requestId: number): JsonRpc => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId, reason: 'interrupted' },
});

export const textOf = (answer: JsonRpc): string | undefined =>
  (answer.result as { readonly content?: readonly { readonly text: string }[] }).content?.[0]?.text;

/** A user of a server that keeps what it is told. */
export interface TestUser extends HubUser {
  readonly told: JsonRpc[];
  pass(message: JsonRpc, signal?: AbortSignal): Promise<JsonRpc>;
}

export function userOf(instance: McpServerInstance): TestUser {
  const told: JsonRpc[] = [];
  const user: TestUser = {
    told,
    tell: (message) => void told.push(message),
    pass: (message, signal = new AbortController().signal) =>
      ServerHub.of(instance).pass(user, message, signal),
  };
  return user;
}

export const newServer = (): McpServer => new McpServer({ name: 'test', version: '1.0.0' });

export const text = (words: string) => ({ content: [{ type: 'text' as const, text: words }] });

/** What was said where it was rejected. */
export async function failureOf(call: Promise<unknown>): Promise<string> {
  try {
    return `settled with ${JSON.stringify(await call)}`;
  } catch (fault) {
    return String(fault);
  }
}
