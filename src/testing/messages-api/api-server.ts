import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { admit, type RawRequest } from './admit.js';
import { apiError } from './api-error.js';
import { Exchange } from './exchange.js';
import type { OtherRequest, Refusal } from './messages-api.js';
import { playReply } from './play-reply.js';
import { readBody } from './read-body.js';
import { readRequest } from './read-request.js';
import { RequestLog } from './request-log.js';
import type { Script } from './script.js';
import type { MessagesBody } from './validate-request.js';

/** Receives requests, keeps record of them and has the script answer them. */
export class ApiServer {
  readonly log = new RequestLog();
  readonly refusals: Refusal[] = [];
  readonly otherRequests: OtherRequest[] = [];
  readonly faults: Error[] = [];
  readonly #script: Script;
  readonly #running = new Set<Promise<void>>();
  #closing = false;

  constructor(script: Script) {
    this.#script = script;
  }

  take(message: IncomingMessage, response: ServerResponse): void {
    const exchange = new Exchange(response);
    const run = this.#serve(message, exchange)
      .catch((fault: unknown) => this.#fail(fault, exchange))
      .finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  async shutDown(server: Server): Promise<void> {
    this.#closing = true;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
    await Promise.all(this.#running);
    this.log.close();
  }

  async #serve(message: IncomingMessage, exchange: Exchange): Promise<void> {
    const { method = '', url: path = '', headers } = message;
    const request: RawRequest = { method, path, headers, body: await readBody(message) };
    const route = `${method} ${path.replace(/\?.*/, '')}`;
    if (route === 'POST /v1/messages') {
      const body = this.#admitted(request, exchange, 'answer');
      if (body !== undefined) await this.#answer(request, body, exchange);
      return;
    }
    this.otherRequests.push({ method, path, body: request.body.text });
    if (route === 'POST /v1/messages/count_tokens') {
      const body = this.#admitted(request, exchange, 'count');
      if (body !== undefined) exchange.json(200, { input_tokens: Math.ceil(request.body.text.length / 4) });
    } else if (route === 'GET /' || route === 'HEAD /') exchange.json(200, {});
    else exchange.error(apiError(/ \/v1\/messages(\/count_tokens)?$/.test(route) ? 405 : 404));
  }

  #admitted(request: RawRequest, exchange: Exchange, purpose: 'answer' | 'count'): MessagesBody | undefined {
    const admitted = admit(request, purpose);
    if ('body' in admitted) return admitted.body;
    const { status, error } = admitted.refusal;
    this.refusals.push({ path: request.path, status, message: error.message, body: request.body.text });
    exchange.error(admitted.refusal);
    return undefined;
  }

  async #answer({ path, headers }: RawRequest, body: MessagesBody, exchange: Exchange): Promise<void> {
    const { request, end } = readRequest(this.log.requests.length, path, headers, body);
    this.log.add(request);
    try {
      const reply = await exchange.whileOpen(this.#script.replyTo(request));
      await playReply(reply, request, exchange);
      end('answered');
    } catch (fault) {
      this.#fail(fault, exchange);
      end(this.#closing ? 'closed' : exchange.signal.aborted ? 'aborted' : 'answered');
    }
  }

  #fail(fault: unknown, exchange: Exchange): void {
    // The client left, or the API is closing: nobody's fault.
    if (exchange.signal.aborted) return;
    const error = fault instanceof Error ? fault : new Error(String(fault));
    this.faults.push(error);
    if (exchange.started) void exchange.cut();
    // A fault of the script is there at the next try as well.
    else exchange.error(apiError(500, { message: error.message, headers: { 'x-should-retry': 'false' } }));
  }
}
