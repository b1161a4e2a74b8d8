import type { ReceivedRequest } from './received-request.js';
import type { ReplyLike } from './reply-like.js';
import type { Responder } from './script.js';

/** How {@link startMessagesApi} starts. */
export interface MessagesApiOptions {
  /** What answers the requests that no queued reply is left for; see `setReply`. Default: the text `ok`. */
  readonly reply?: Responder | ReplyLike;
}

/**
 * A Messages API on the loopback interface, whose replies a test scripts and whose requests it reads. It is as strict
 * as the real one: a request that is not valid is refused with status 400 and takes no reply from the queue.
 */
export interface MessagesApi extends AsyncDisposable {
  /** For `ANTHROPIC_BASE_URL`. */
  readonly url: string;
  /** The next requests get these, in this order; a function is asked when its turn comes. */
  enqueue(...replies: readonly (Responder | ReplyLike)[]): void;
  /** From now on, requests that no queued reply is left for get this one. */
  setReply(reply: Responder | ReplyLike): void;
  /** Number of queued replies that no request has taken yet. */
  readonly queued: number;
  /** The valid requests for an answer, in the order of their arrival. */
  readonly requests: readonly ReceivedRequest[];
  /** Resolves with the `count`-th request (1 is the first) once it has arrived; rejects when the API is closed before. */
  waitForRequests(count: number): Promise<ReceivedRequest>;
  /** Requests for an answer or a token count that were refused, because they are not valid or name no credential. */
  readonly refusals: readonly Refusal[];
  /** Requests for anything else: token counts, `/`, unknown paths. */
  readonly otherRequests: readonly OtherRequest[];
  /** What responders threw, and what went wrong inside replies. A test that expects none asserts that it is empty. */
  readonly faults: readonly Error[];
  /** Cuts all connections, ends every wait and stops listening. Once is enough. */
  close(): Promise<void>;
}

/** A request that was answered with an error because of what it is. */
export interface Refusal {
  readonly path: string;
  readonly status: number;
  readonly message: string;
  /** Its body as it came. */
  readonly body: string;
}

/** A request that is none for an answer. */
export interface OtherRequest {
  readonly method: string;
  readonly path: string;
  /** Its body as it came. */
  readonly body: string;
}
