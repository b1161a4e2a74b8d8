import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiServer } from './api-server.js';
import type { MessagesApi, MessagesApiOptions } from './messages-api.js';
import { Script } from './script.js';

/**
 * Starts a loopback Messages API at a free port of 127.0.0.1.
 *
 * ```ts
 * await using api = await startMessagesApi();
 * api.enqueue(toolUse('Bash', { command: 'ls' }), 'There are three files.');
 * ```
 */
export async function startMessagesApi(options: MessagesApiOptions = {}): Promise<MessagesApi> {
  const script = new Script(options.reply ?? 'ok');
  const api = new ApiServer(script);
  const server = createServer((message, response) => api.take(message, response));
  // A connection that the server closes for idling may be the one on which the client just writes its next request.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= api.shutDown(server));
  return {
    url: `http://127.0.0.1:${port}`,
    enqueue: (...replies) => script.enqueue(replies),
    setReply: (reply) => script.setFallback(reply),
    get queued() {
      return script.length;
    },
    requests: api.log.requests,
    waitForRequests: (count) => api.log.waitFor(count),
    refusals: api.refusals,
    otherRequests: api.otherRequests,
    faults: api.faults,
    close,
    [Symbol.asyncDispose]: close,
  };
}
