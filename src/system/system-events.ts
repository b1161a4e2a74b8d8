import type { SessionHappening, Subject } from '../session/session-happening.js';
import type { SupervisorHappening } from '../supervisor/supervisor-happening.js';

/** Options of `system.events()`. */
export interface EventStreamOptions {
  /**
   * How many events are held for a reader that is slow, or that never reads and never leaves. Where there would be more, the
   * oldest are dropped, and a `gap` stands in their place. An event is a few hundred bytes; with `content`, it is as large as
   * what was said. Default: 1 000.
   */
  readonly maxBuffered?: number | undefined;
  /**
   * Whether events hold what was asked and answered: prompts, results, input of tools. That is not copied, but the very objects
   * that others have: whoever changes them changes what is sent, and what others read. Default: `false`.
   */
  readonly content?: boolean | undefined;
  /** Ends the stream, as leaving it does. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What happens in a system from the call of `system.events()` on, in order. It can be read once. It ends when its reader
 * leaves or its signal fires, and what was held is dropped then; or when the system has stopped, and all was read. Calls of
 * `next()` that wait beside each other are served in the order in which they were made. How a reader reads is felt by
 * no session and no other reader.
 */
export interface EventStream extends AsyncIterator<SystemEvent, undefined>, AsyncDisposable {
  /** Ends the stream: what was held is dropped. */
  return(): Promise<IteratorResult<SystemEvent, undefined>>;
  /** Ends the stream as `return()` does, and rejects with what it was given. */
  throw(fault: unknown): Promise<IteratorResult<SystemEvent, undefined>>;
  [Symbol.asyncIterator](): EventStream;
}

/** Something that happened to a session or a supervisor; or that a slow reader has missed something. */
export type SystemEvent = SessionHappened | SupervisorHappened | EventGap;

/** In place of events that were dropped, because their reader was too slow. `system.inspectTree()` tells where things stand. */
export interface EventGap {
  readonly type: 'gap';
  /** Numbers of the first and the last event that were dropped; all between them were, too. */
  readonly from: number;
  readonly to: number;
}

/** What all that happens has in common; `path`, `name` and `incarnation` are as in `system.inspectTree()` at that moment. */
interface Happened extends Subject {
  /** One more for each event of the system; the first is 1. */
  readonly seq: number;
  /** In ms of the system's clock. */
  readonly at: number;
}

/** Something that happened to a session. */
export type SessionHappened = Happened & { readonly kind: 'session' } & SessionHappening;

/** Something that happened to a supervisor. */
export type SupervisorHappened = Happened & { readonly kind: 'supervisor' } & SupervisorHappening;
