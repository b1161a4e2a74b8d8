import { AsyncResource } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.js';
import { deferred } from '../base/deferred.js';
import { restate } from '../errors/restate.js';
import { SessionError, type SessionErrorFacts } from '../errors/session-error.js';
import type { Message } from '../protocol/messages/index.js';
import type { PromptContent } from '../protocol/messages/content.js';
import type { Prompt } from '../protocol/wire/prompt.js';
import { onAbort } from './abort-watch.js';
import type { ByteBudget } from './byte-budget.js';
import { MessageQueue } from './message-queue.js';
import type { OpenTurn } from './open-turn.js';
import { QueryCourse, type QueryCourseRequest } from './query-course.js';
import { SilenceWatch } from './silence-watch.js';

/** Options of one query. */
export interface QueryOptions {
  /** Limit from being sent to the result, in ms. Default: that of the session. */
  readonly timeout?: number | undefined;
  /** Limit of the silence between two messages, in ms. Default: that of the session. */
  readonly inactivityTimeout?: number | undefined;
  /** Among waiting queries the highest goes first; equal ones in the order of their arrival. Default: 0. */
  readonly priority?: number | undefined;
  /** Ends the query with `aborted`, whether it waits or is being answered. */
  readonly signal?: AbortSignal | undefined;
}

type GiveUpCode = 'aborted' | 'overflow' | 'inactivity_timeout' | 'timeout';

/** What a query is made from: its session's limits where its own options name none. */
export interface QueryRequest {
  readonly content: PromptContent;
  readonly options: QueryOptions;
  readonly defaults: { readonly timeout: number; readonly inactivityTimeout: number };
  readonly budget: ByteBudget;
  readonly clock: Clock;
  /** What its session knows of itself, for its errors. */
  readonly facts: () => SessionErrorFacts;
  /** Takes down what becomes of it. */
  readonly tell: QueryCourseRequest['tell'];
  /** Told when the query gives up by itself, so that its turn can be ended. */
  readonly onGiveUp: (query: Query) => void;
}

/**
 * One accepted prompt and everything that becomes of it. It has an end, which its reader meets behind the messages held
 * for it; and it is closed, when its turn is over and the next query may be sent. Both come exactly once.
 */
export class Query implements OpenTurn {
  readonly priority: number;
  readonly timeout: number;
  readonly #request: QueryRequest;
  readonly #course: QueryCourse;
  readonly #messages: MessageQueue;
  readonly #closed = deferred();
  readonly #leftMailbox = new AbortController();
  readonly #silence: SilenceWatch;
  readonly #origin = new AsyncResource('troupe.query');
  #prompt: Prompt;
  #ended = false;
  /** Why it gave up; its reader is told when the turn is over, so that nothing of it runs any more by then. */
  #farewell: SessionError | undefined;
  #ignoreSignal: () => void = () => undefined;

  constructor(request: QueryRequest) {
    const { options, defaults } = request;
    this.#request = request;
    this.#course = new QueryCourse({ ...request, prompt: request.content });
    this.#messages = new MessageQueue(request.budget);
    this.#prompt = newPrompt(request);
    this.priority = options.priority ?? 0;
    this.timeout = options.timeout ?? defaults.timeout;
    const silence = options.inactivityTimeout ?? defaults.inactivityTimeout;
    this.#silence = new SilenceWatch(request.clock, silence, () =>
      this.#leave('inactivity_timeout', `No message came for ${silence} ms, the inactivityTimeout.`),
    );
  }

  get prompt(): Prompt {
    return this.#prompt;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Fires when the query gives up its place among those that wait. */
  get left(): AbortSignal {
    return this.#leftMailbox.signal;
  }

  /** Resolves when the turn is over, or will never begin. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  next(): Promise<IteratorResult<Message, undefined>> {
    return this.#messages.next();
  }

  /** Begins to heed the caller's signal. */
  accept(): void {
    this.#course.accepted();
    const { signal } = this.#request.options;
    if (signal?.aborted) this.#abort();
    else if (signal) this.#ignoreSignal = onAbort(signal, () => this.#abort());
  }

  begin(): void {
    this.#course.started();
    if (!this.#ended) this.#silence.begin();
  }

  whereAsked<T>(code: () => T): T {
    return this.#origin.runInAsyncScope(code);
  }

  pause(): void {
    this.#silence.end();
  }

  resume(): void {
    if (!this.#ended) this.#silence.begin();
  }

  deliver(message: Message, bytes: number): void {
    if (message.type === 'result') this.#course.result = message;
    if (this.#ended) return;
    this.#silence.heard();
    if (this.#messages.push(message, bytes)) return;
    this.#leave(
      'overflow',
      `More than ${this.#request.budget.limit} bytes of the answer were left unread. Read faster, or raise maxBufferedBytes.`,
    );
  }

  end(): void {
    this.#tellEnd();
    this.#finish(undefined);
  }

  fail(error: SessionError): void {
    if (!this.#ended) this.#course.ended(error.code);
    this.#finish(restate(error, this.#request.facts()));
  }

  timeOut(): void {
    this.#giveUp('timeout', `The query was not answered within ${this.timeout} ms, its timeout.`);
  }

  renew(): void {
    // Under its old id the CLI would take it for answered, if it is on record.
    this.#prompt = newPrompt(this.#request);
    this.#silence.end();
    this.#messages.discard();
  }

  /** The reader leaves: what is held for it is dropped. */
  discard(): void {
    this.#finish(undefined);
    this.#messages.discard();
  }

  close(): void {
    this.#tellEnd();
    this.#messages.end(this.#farewell);
    this.#closed.resolve();
  }

  /** Takes the query out of the mailbox, where it still waits. */
  leaveMailbox(): void {
    this.#leftMailbox.abort();
  }

  #abort(): void {
    this.#messages.discard();
    this.#leave(
      'aborted',
      "The query was ended by its caller's signal.",
      this.#request.options.signal?.reason,
    );
  }

  /** Gives up, and has the turn ended. */
  #leave(code: GiveUpCode, message: string, cause?: unknown): void {
    if (this.#ended) return;
    this.#giveUp(code, message, cause);
    this.#request.onGiveUp(this);
  }

  #giveUp(code: GiveUpCode, message: string, cause?: unknown): void {
    if (this.#ended) return;
    this.#farewell = new SessionError(code, message, { ...this.#request.facts(), cause });
    this.#retire();
  }

  /** Of its turn: it may have ended for its reader before. */
  #tellEnd(): void {
    if (this.#ended) this.#course.ended(this.#farewell?.code ?? 'left');
    else this.#course.answered();
  }

  #finish(error: SessionError | undefined): void {
    if (this.#ended) return;
    this.#retire();
    this.#messages.end(error);
  }

  #retire(): void {
    this.#ended = true;
    this.#silence.end();
    this.#ignoreSignal();
  }
}

function newPrompt({ content }: QueryRequest): Prompt {
  return { id: randomUUID(), content };
}
