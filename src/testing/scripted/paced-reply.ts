import { deferred } from '../../base/deferred.js';
import type { Message } from '../../protocol/messages/index.js';

/** A reply that is said at the test's word; see {@link pacedReply}. */
export interface PacedReply extends AsyncIterable<Message> {
  /** Lets `count` further messages go. Default: 1. */
  release(count?: number): void;
  /** Lets all of them go. */
  releaseAll(): void;
  /** Whether a turn has begun to read it. */
  readonly begun: boolean;
  /** Whether its turn has left it, at its end or before. */
  readonly left: boolean;
}

/**
 * A reply of which each message waits for its {@link PacedReply.release}. With the last one it ends. It is read once.
 *
 * ```ts
 * const reply = pacedReply(streamedText(['Once ', 'upon ', 'a time']));
 * backend.enqueue(reply);
 * ```
 */
export function pacedReply(messages: readonly Message[]): PacedReply {
  let released = 0;
  let begun = false;
  let left = false;
  let moved = deferred();
  const release = (count = 1): void => {
    released += count;
    moved.resolve();
    moved = deferred();
  };
  let next = 0;
  const iterator: AsyncIterator<Message, undefined> = {
    next: async () => {
      begun = true;
      const message = messages[next];
      next += 1;
      while (message && released < next && !left) await moved.promise;
      left ||= message === undefined;
      return message && !left ? { done: false, value: message } : { done: true, value: undefined };
    },
    return: () => {
      left = true;
      moved.resolve();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  return {
    release,
    releaseAll: () => release(messages.length),
    get begun() {
      return begun;
    },
    get left() {
      return left;
    },
    [Symbol.asyncIterator]: () => iterator,
  };
}
