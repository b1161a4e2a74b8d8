import type { WebSocket } from './stately-packages.js';

/**
 * Says good-bye, and waits for nothing: what is written by now arrives, and a client that takes nothing cannot keep the
 * connection open, or this process alive.
 */
export function closeSocket(socket: WebSocket, why: string): void {
  socket.close(GOING_AWAY, why);
  socket.terminate();
}

const GOING_AWAY = 1001;
