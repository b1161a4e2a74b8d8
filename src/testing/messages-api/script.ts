import type { ReceivedRequest } from './received-request.js';
import type { Reply } from './reply.js';
import { toReply, type ReplyLike } from './reply-like.js';

/** Decides what a request is answered with; `index` is the request's own. */
export type Responder = (request: ReceivedRequest, index: number) => ReplyLike | Promise<ReplyLike>;

/** What answers which request: the queued replies first, then the default responder. */
export class Script {
  readonly #queue: Responder[] = [];
  #fallback: Responder;

  constructor(fallback: Responder | ReplyLike) {
    this.#fallback = toResponder(fallback);
  }

  get length(): number {
    return this.#queue.length;
  }

  enqueue(replies: readonly (Responder | ReplyLike)[]): void {
    this.#queue.push(...replies.map(toResponder));
  }

  setFallback(reply: Responder | ReplyLike): void {
    this.#fallback = toResponder(reply);
  }

  async replyTo(request: ReceivedRequest): Promise<Reply> {
    const responder = this.#queue.shift() ?? this.#fallback;
    return toReply(await responder(request, request.index));
  }
}

function toResponder(given: Responder | ReplyLike): Responder {
  if (typeof given === 'function') return given;
  const reply = toReply(given);
  return () => reply;
}
