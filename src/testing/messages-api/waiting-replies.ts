import { setTimeout as sleep } from 'node:timers/promises';
import { deferred } from '../../base/deferred.js';
import type { WaitingReply } from './reply.js';
import { toReply, type ReplyLike } from './reply-like.js';

/** A reply that waits for {@link GateReply.open}. */
export interface GateReply extends WaitingReply {
  /** Lets the reply go, to all requests that wait for it and all later ones. Once is enough. */
  open(): void;
  /** Resolves when the first request waits at the gate. */
  readonly reached: Promise<void>;
}

/** A reply of which nothing is sent before the test opens it. Default: the text `ok`. */
export function gate(reply: ReplyLike = 'ok'): GateReply {
  const reached = deferred();
  const opened = deferred();
  const until = (): Promise<void> => {
    reached.resolve();
    return opened.promise;
  };
  return {
    kind: 'waiting',
    until,
    reply: toReply(reply),
    open: () => opened.resolve(),
    reached: reached.promise,
  };
}

/**
 * A reply that is sent when so many milliseconds of real time have passed, or when the promise resolves. A rejection
 * counts as a fault of the script. Prefer {@link gate} where the test knows the moment.
 */
export function delayed(wait: number | Promise<unknown>, reply: ReplyLike): WaitingReply {
  // It may reject before a request comes; then it is that request's affair, and nobody else's.
  if (typeof wait !== 'number') wait.catch(() => undefined);
  const until = (signal: AbortSignal): Promise<unknown> =>
    typeof wait === 'number' ? sleep(wait, undefined, { signal }) : wait;
  return { kind: 'waiting', until, reply: toReply(reply) };
}
