import type { JsonRpc } from './json-rpc.js';

export interface HubTransportRequest {
  /** What the server says; `relatedTo` is the id of the request in whose course it says it. */
  readonly hear: (message: JsonRpc, relatedTo: unknown) => void;
  /** The server has closed the connection. */
  readonly closed: () => void;
}

/** The end of a connection that is handed to an MCP server: the `Transport` of `@modelcontextprotocol/sdk`. */
export class HubTransport {
  onmessage: ((message: JsonRpc) => void) | undefined;
  onclose: (() => void) | undefined;
  onerror: ((error: Error) => void) | undefined;
  readonly #request: HubTransportRequest;

  constructor(request: HubTransportRequest) {
    this.#request = request;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  send(message: JsonRpc, options?: { readonly relatedRequestId?: unknown }): Promise<void> {
    this.#request.hear(message, options?.relatedRequestId);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#request.closed();
    this.onclose?.();
    return Promise.resolve();
  }

  /** Has the server hear a message. */
  receive(message: JsonRpc): void {
    this.onmessage?.(message);
  }
}
