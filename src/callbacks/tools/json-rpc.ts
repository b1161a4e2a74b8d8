import { isRecord } from '../../base/is-record.js';
/** A message of JSON-RPC, of which MCP is made. */
export type JsonRpc = Readonly<Record<string, unknown>>;

export type JsonRpcKind = 'request' | 'notification' | 'response';

export function kindOf(message: JsonRpc): JsonRpcKind {
  if (message.method === undefined) return 'response';
  return message.id === undefined ? 'notification' : 'request';
}

/** The parameters of a message, which are empty where it has none. */
export function paramsOf({ params }: JsonRpc): JsonRpc {
  return isRecord(params) ? params : {};
}

export function cancellation(requestId: unknown, reason: string): JsonRpc {
  return { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId, reason } };
}

/** An answer that says why there is none. */
export function failure(id: unknown, message: string): JsonRpc {
  return { jsonrpc: '2.0', id, error: { code: -32000, message } };
}
