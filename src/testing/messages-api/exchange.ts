import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { quietDeferred } from '../../base/deferred.js';
import type { ErrorReply } from './reply.js';

type Headers = Readonly<Record<string, string>>;

/** The answering side of one request: writes that wait for the socket, and waits that end with the connection. */
export class Exchange {
  readonly #response: ServerResponse;
  readonly #gone = new AbortController();
  readonly #over = quietDeferred<never>();

  constructor(response: ServerResponse) {
    this.#response = response;
    response.once('close', () => {
      this.#gone.abort();
      this.#over.reject(new Error('The connection is closed.'));
    });
  }

  /** Aborts when the connection is closed, from whichever side. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Whether the client has been told a status. */
  get started(): boolean {
    return this.#response.headersSent;
  }

  /** The promise's outcome, or a rejection as soon as the connection is closed. */
  whileOpen<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#over.promise]);
  }

  start(status: number, headers: Headers): void {
    this.#response.writeHead(status, { 'request-id': 'req_troupe_testing', ...headers });
    this.#response.flushHeaders();
  }

  /** Writes a piece of the body and waits until the system has taken it. */
  async write(piece: string): Promise<void> {
    await this.whileOpen(new Promise<void>((resolve) => this.#response.write(piece, () => resolve())));
  }

  end(): void {
    this.#response.end();
  }

  /** Cuts the connection after what was written. */
  async cut(): Promise<void> {
    await nextTurn();
    this.#response.destroy();
  }

  /** Sends a whole JSON answer. */
  json(status: number, body: unknown, headers: Headers = {}): void {
    const text = JSON.stringify(body);
    this.start(status, { ...jsonHeaders(text), ...headers });
    this.#response.end(text);
  }

  error({ status, error, headers }: ErrorReply): void {
    this.json(status, { type: 'error', error }, headers);
  }
}

/** The headers of a JSON answer. */
export function jsonHeaders(text: string): Headers {
  return { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
}
