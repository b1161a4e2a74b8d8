// The CLI still speaks it.
/* eslint-disable @typescript-eslint/no-deprecated */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

/** An MCP server on loopback, by the transports `http` and `sse`. */
export interface WebServer extends AsyncDisposable {
  readonly http: string;
  readonly sse: string;
  /** The header `x-secret` of each request, as `http …` or `sse …`. */
  readonly secrets: readonly string[];
}

export async function webServer(): Promise<WebServer> {
  const secrets: string[] = [];
  const streams = new Map<string, SSEServerTransport>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const kind = pathname === '/mcp' ? 'http' : 'sse';
    secrets.push(`${kind} ${String(request.headers['x-secret'])}`);
    if (kind === 'http') return void answer(request, response);
    if (pathname === '/sse') return void open(response, streams);
    const stream = streams.get(searchParams.get('sessionId') ?? '');
    void stream?.handlePostMessage(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    http: `${base}/mcp`,
    sse: `${base}/sse`,
    secrets,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function mcpServer(): McpServer {
  const server = new McpServer({ name: 'web', version: '2.0.0' });
  server.registerTool('hello', { description: 'Greets', annotations: { readOnlyHint: true } }, () => ({
    content: [{ type: 'text', text: 'hello from the web' }],
  }));
  return server;
}

/** Each request has a server of its own: it is stateless. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const transport = new StreamableHTTPServerTransport({});
  await mcpServer().connect(transport);
  await transport.handleRequest(request, response);
}

async function open(response: ServerResponse, streams: Map<string, SSEServerTransport>): Promise<void> {
  const transport = new SSEServerTransport('/messages', response);
  streams.set(transport.sessionId, transport);
  await mcpServer().connect(transport);
}
