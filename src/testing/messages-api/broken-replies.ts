import type { ApiErrorBody, MessageReply, SilentReply } from './reply.js';
import { text } from './reply-builders.js';

/**
 * A reply whose connection is cut in the middle: after `after` events of the stream (a whole number), or after that
 * fraction of all its events (below 1; not for a reply whose pieces come from an async iterable). A request without
 * streaming gets half of the JSON.
 */
export function cutAfter(after: number, reply: MessageReply | string): MessageReply {
  return broken(reply, after, 'cut');
}

/** What {@link sseError} may set. */
export interface SseErrorOptions extends Partial<ApiErrorBody> {
  /** As in {@link cutAfter}. Default: 0.5. */
  readonly after?: number;
}

/**
 * A stream that breaks off with an `error` event, by default `overloaded_error` half-way through a text. A request
 * without streaming gets the HTTP error of that type.
 */
export function sseError(
  reply: MessageReply | string = 'This answer fails.',
  options: SseErrorOptions = {},
): MessageReply {
  const { after = 0.5, type = 'overloaded_error', message = 'Overloaded' } = options;
  return broken(reply, after, { type, message });
}

/** Takes the request and never answers. */
export function hang(): SilentReply {
  return { kind: 'hang' };
}

/** Takes the request and cuts the connection without a word. */
export function refuse(): SilentReply {
  return { kind: 'refuse' };
}

function broken(reply: MessageReply | string, after: number, by: 'cut' | ApiErrorBody): MessageReply {
  const whole = typeof reply === 'string' ? text(reply) : reply;
  if (!(after >= 0 && (after < 1 || Number.isInteger(after)))) {
    throw new RangeError(`after: expected a number of events or a fraction below 1, got ${after}`);
  }
  const endless = whole.blocks.some(
    (block) => block.type !== 'tool_use' && Symbol.asyncIterator in block.chunks,
  );
  if (after > 0 && after < 1 && endless) {
    throw new RangeError('after: a fraction needs a reply whose length is known; give a number of events');
  }
  return { ...whole, breakage: { after, by } };
}
