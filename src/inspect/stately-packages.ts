import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { SessionError } from '../errors/session-error.js';

/** As much of `@statelyai/inspect` and `ws` as is used here. */
export interface StatelyPackages {
  /** Converts what XState tells into what the inspector's wire carries; each event in a timer of its own, in order. */
  createInspector(adapter: { send(event: object): void }): {
    readonly inspect: { next(event: object): void };
  };
  createSocketServer(options: { readonly maxPayload: number }): SocketServer;
}

/** Makes WebSockets of the connections that it is given. */
export interface SocketServer {
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    onSocket: (socket: WebSocket) => void,
  ): void;
}

export interface WebSocket {
  /** `taken` is called when the operating system has it, or never will. */
  send(text: string, taken: () => void): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: 'close' | 'error', listener: () => void): unknown;
}

/** The packages, which are loaded when they are first needed. Rejects with `inspector_not_found`. */
export async function statelyPackages(): Promise<StatelyPackages> {
  try {
    const [{ createInspector }, { WebSocketServer }] = await Promise.all([
      import('@statelyai/inspect'),
      import('ws'),
    ]);
    return {
      createInspector: (adapter) => createInspector(adapter) as Inspector,
      createSocketServer: (options) =>
        new WebSocketServer({ ...options, noServer: true, clientTracking: false, perMessageDeflate: false }),
    };
  } catch (cause) {
    throw new SessionError(
      'inspector_not_found',
      `'statelyInspector' needs packages that are not installed. Install them with: ${INSTALL_LINE}`,
      { cause },
    );
  }
}

type Inspector = ReturnType<StatelyPackages['createInspector']>;

const INSTALL_LINE = 'npm install @statelyai/inspect@0.7 ws@8';
