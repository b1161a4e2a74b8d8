import { deferred } from '../../base/deferred.js';
import type { MessageReply } from './reply.js';
import { text } from './reply-builders.js';

/** A text that is streamed at the test's word; see {@link paused}. */
export interface PausedReply extends MessageReply {
  /** Lets `count` further pieces go. Default: 1. */
  release(count?: number): void;
  /** Lets all of them go. */
  releaseAll(): void;
}

/**
 * A text whose stream starts at once and then stands still: each piece waits for its {@link PausedReply.release}.
 * With the last piece the answer ends. Requests that share the reply get what was released for the first.
 */
export function paused(pieces: readonly string[]): PausedReply {
  let released = 0;
  let moved = deferred();
  const release = (count = 1): void => {
    released += count;
    moved.resolve();
    moved = deferred();
  };
  async function* chunks(): AsyncGenerator<string> {
    for (const [index, piece] of pieces.entries()) {
      while (released <= index) await moved.promise;
      yield piece;
    }
  }
  const iterable = { [Symbol.asyncIterator]: chunks };
  return { ...text(iterable), release, releaseAll: () => release(pieces.length) };
}
