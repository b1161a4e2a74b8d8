import type { AdapterSink } from '../../../../src/adapter/session-adapter.js';
import type { SessionOptions } from '../../../../src/protocol/options/session-options.js';

interface JsonRpc {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: { readonly protocolVersion?: unknown };
}

/** Options of a session with a server of this host, `calc`, and what answers for that and any other. */
export function calculator(): SessionOptions & { readonly serve: AdapterSink['serve'] } {
  const instance = { connect: () => Promise.resolve(), close: () => Promise.resolve() };
  return {
    mcpServers: { calc: { type: 'sdk', name: 'calc', instance } },
    serve: ({ request }) => Promise.resolve({ mcp_response: answer(request.message as JsonRpc) }),
  };
}

function answer({ id = 0, method, params }: JsonRpc): object {
  return { jsonrpc: '2.0', id, result: resultOf(method, params?.protocolVersion) };
}

function resultOf(method: string, protocolVersion: unknown): object {
  if (method === 'initialize')
    return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'calc', version: '1.0.0' } };
  return method === 'tools/list' ? { tools: [{ name: 'add', inputSchema: { type: 'object' } }] } : {};
}
