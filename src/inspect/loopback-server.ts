import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { refuseOption } from '../protocol/options/check-options.js';
import { admission } from './admission.js';
import type { Page } from './bridge-page.js';

export interface LoopbackServerRequest {
  /** 0 for any that is free. */
  readonly port: number;
  /** The one address, beginning with `/`, under which there is anything. */
  readonly path: string;
  readonly page: (port: number) => Page;
  /** Takes over a connection that wants to be a WebSocket. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/**
 * Serves a page and WebSockets under one address, on 127.0.0.1, to those who know it; and does not keep the process alive.
 * Rejects with `invalid_option` where the port cannot be had.
 */
export async function listenOnLoopback(request: LoopbackServerRequest): Promise<LoopbackServer> {
  const server = createServer({
    headersTimeout: LONGEST_REQUEST,
    requestTimeout: LONGEST_REQUEST,
    connectionsCheckingInterval: LONGEST_REQUEST,
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listening(server, request.port);
  const { port } = server.address() as AddressInfo;
  const page = request.page(port);
  const statusFor = ({ headers, url }: IncomingMessage): 200 | 403 | 404 => {
    const verdict = admission(
      { host: headers.host, origin: headers.origin, path: url },
      { port, path: request.path },
    );
    return verdict === 'admitted' ? 200 : verdict;
  };

  const sockets = new Set<Socket>();
  server.unref();
  // It goes on with the next connection when one could not be accepted.
  server.on('error', () => undefined);
  server.on('connection', (socket) => {
    socket.unref();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('request', (asked, answer) => {
    const status = statusFor(asked);
    if (status === 200) answer.writeHead(status, page.headers).end(page.html);
    else answer.writeHead(status, { connection: 'close' }).end(() => asked.socket.destroy());
  });
  server.on('upgrade', (asked, socket, head) => {
    // What a connection fails with is its own affair.
    socket.on('error', () => undefined);
    const status = statusFor(asked);
    if (status === 200) request.upgrade(asked, socket, head);
    else refuse(socket, status);
  });
  return new LoopbackServer(server, port, sockets);
}

/** Says so and hangs up, without waiting for the other side to do so too. */
function refuse(socket: Duplex, status: number): void {
  const refusal = `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
  socket.end(refusal, () => socket.destroy());
}

/** Until it is there, in milliseconds, and as long again until that is noticed. */
const LONGEST_REQUEST = 5_000;

/** Also of those that have not said yet what they want. */
const MOST_CONNECTIONS = 100;

export class LoopbackServer {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: ReadonlySet<Socket>;

  constructor(server: Server, port: number, sockets: ReadonlySet<Socket>) {
    this.#server = server;
    this.port = port;
    this.#sockets = sockets;
  }

  /** Ends every connection, also those that were taken over, and resolves when nothing listens any more. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }
}

async function listening(server: Server, port: number): Promise<void> {
  const opened = once(server, 'listening');
  server.listen(port, '127.0.0.1');
  try {
    await opened;
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    refuseOption(
      'port',
      'one that is free, or left out for any that is',
      `${port}, which fails with ${code}`,
    );
  }
}
