import { randomBytes } from 'node:crypto';
import { defaultSystem } from '../system/default-system.js';
import { bridgePage } from './bridge-page.js';
import { ClientFeed } from './client-feed.js';
import { closeSocket } from './close-socket.js';
import { checkInspectorOptions, type StatelyInspectorOptions } from './inspector-options.js';
import { listenOnLoopback, type LoopbackServer } from './loopback-server.js';
import { statelyPackages, type WebSocket } from './stately-packages.js';

/** Shows a system to Stately's inspector, and to any WebSocket client that speaks as its receiver does. */
export interface StatelyInspector extends AsyncDisposable {
  /**
   * Where clients connect: `ws://127.0.0.1:PORT/TOKEN`. Whoever knows it can look: the token is what keeps other users of
   * the machine out.
   */
  readonly url: string;
  /** A page to be opened in a browser of this machine, which shows what clients are told in the viewer. */
  readonly page: string;
  /** How many look at the moment. */
  readonly clients: number;
  /** Sends everybody away, and resolves when nothing listens any more. Called again, it is the same call. */
  stop(): Promise<void>;
}

/**
 * Offers what runs in a system to `@statelyai/inspect`, on 127.0.0.1. Each client is shown the whole tree and what happens
 * from then on, without what can hold a prompt, a tool's data or a secret; while there is none, nothing is done. It opens
 * nothing by itself, and keeps no process alive.
 *
 * Rejects with `inspector_not_found` where `@statelyai/inspect` or `ws` is not installed, and with `invalid_option`, also
 * where the port is taken.
 */
export async function statelyInspector(options: StatelyInspectorOptions = {}): Promise<StatelyInspector> {
  checkInspectorOptions(options);
  const { system = defaultSystem(), port = 0, filter, viewer = 'https://stately.ai/inspect' } = options;
  const packages = await statelyPackages();
  const sockets = packages.createSocketServer({ maxPayload: LONGEST_MESSAGE });
  const clients = new Map<WebSocket, ClientFeed>();

  const admit = (socket: WebSocket): void => {
    const feed = new ClientFeed({ system, socket, packages, filter });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      feed.stop();
      clients.delete(socket);
    });
    // Known before it is shown anything: the filter is user code, which may stop the inspector.
    clients.set(socket, feed);
    feed.follow();
  };

  const path = `/${randomBytes(24).toString('base64url')}`;
  const server = await listenOnLoopback({
    port,
    path,
    page: (at) => bridgePage(new URL(viewer), at),
    upgrade: (request, socket, head) => sockets.handleUpgrade(request, socket, head, admit),
  });
  return new RunningInspector(server, path, clients);
}

/** Nothing that a client says is heard. */
const LONGEST_MESSAGE = 1_024;

class RunningInspector implements StatelyInspector {
  readonly url: string;
  readonly page: string;
  readonly #server: LoopbackServer;
  readonly #clients: Map<WebSocket, ClientFeed>;
  #stopped: Promise<void> | undefined;

  constructor(server: LoopbackServer, path: string, clients: Map<WebSocket, ClientFeed>) {
    this.url = `ws://127.0.0.1:${server.port}${path}`;
    this.page = `http://127.0.0.1:${server.port}${path}`;
    this.#server = server;
    this.#clients = clients;
  }

  get clients(): number {
    return this.#clients.size;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#close();
    return this.#stopped;
  }

  #close(): Promise<void> {
    for (const [socket, feed] of this.#clients) {
      feed.stop();
      closeSocket(socket, 'The inspector has stopped.');
    }
    this.#clients.clear();
    return this.#server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
