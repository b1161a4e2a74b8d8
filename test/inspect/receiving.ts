import { once } from 'node:events';
import { createWebSocketReceiver } from '@statelyai/inspect';
import { WebSocket } from 'ws';

/** A frame as Stately's receiver hands it on. */
export interface Received {
  readonly type: string;
  readonly sessionId: string;
  readonly parentId?: string | undefined;
  readonly name?: string;
  readonly definition?: string | undefined;
  readonly event?: { readonly type: string };
  readonly snapshot?: { readonly status?: string; readonly value?: unknown };
}

/** What Stately's own receiver gets from now on. */
export function receive(url: string): readonly Received[] {
  const frames: Received[] = [];
  createWebSocketReceiver({ server: url }).subscribe((frame) => void frames.push(frame));
  return frames;
}

/** The actors that were shown, as paths of names: `system/team#1/anna#1/adapter`. */
export function pathsOf(frames: readonly Received[]): string[] {
  const paths = new Map<string | undefined, string>();
  for (const { type, sessionId, parentId, name = '' } of frames) {
    if (type !== '@xstate.actor') continue;
    const above = paths.get(parentId);
    paths.set(sessionId, above === undefined ? name : `${above}/${name}`);
  }
  return [...paths.values()];
}

/** The states of an actor, as they were come to: `ready`, `querying:streaming`. */
export function statesOf(frames: readonly Received[], name: string): string[] {
  const { sessionId } = frames.find((frame) => frame.name === name) ?? {};
  const states = frames.flatMap((frame) => {
    const value = frame.sessionId === sessionId ? frame.snapshot?.value : undefined;
    return value === undefined ? [] : [JSON.stringify(value).replaceAll(/[{}"]/g, '')];
  });
  return states.filter((state, index) => state !== states[index - 1]);
}

/** A client of which more is known than of Stately's. */
export interface Client {
  readonly socket: WebSocket;
  readonly frames: readonly string[];
  /** Why the connection ended, when it has: a code, and the words of the server. */
  readonly closed: Promise<string>;
}

export async function connect(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Client> {
  const socket = new WebSocket(url, { headers });
  const frames: string[] = [];
  socket.on('message', (data) => frames.push((data as Buffer).toString()));
  const closed = once(socket, 'close').then(([code, why]) => `${code as number} ${String(why)}`.trim());
  await once(socket, 'open');
  return { socket, frames, closed };
}

/** The status that somebody is refused with, and all that he was sent. */
export async function refusal(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const socket = new WebSocket(url, { headers });
  socket.on('open', () => socket.emit('error', new Error('admitted')));
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, Response];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, body };
}

type Response = AsyncIterable<Buffer> & { readonly statusCode?: number };
