import { deferred, type Deferred } from '../base/deferred.js';
import { Fifo } from '../base/fifo.js';
import { quiet } from '../base/quiet.js';
import { onAbort } from '../session/abort-watch.js';
import type { EventGap, EventStream, SystemEvent } from './system-events.js';

/** An event with a number. */
export type NumberedEvent = Exclude<SystemEvent, EventGap>;

type Step = IteratorResult<SystemEvent, undefined>;

const OVER = { done: true, value: undefined } as const;

export interface BufferedEventsRequest {
  readonly maxBuffered: number;
  readonly content: boolean;
  readonly signal: AbortSignal | undefined;
  /** Called when nothing more is wanted. */
  readonly onLeft: (stream: BufferedEvents) => void;
}

/** Between the journal, which never waits, and one reader, who may be slow, or gone for good. */
export class BufferedEvents implements EventStream {
  /** Whether the reader wants events with content. */
  readonly content: boolean;
  readonly #request: BufferedEventsRequest;
  readonly #held = new Fifo<NumberedEvent>();
  readonly #readers = new Fifo<Deferred<Step>>();
  readonly #ignoreSignal: () => void = () => undefined;
  /** What was dropped since the last read: always the oldest, so that it comes before all that is held. */
  #gap: EventGap | undefined;
  #isOpen = true;

  constructor(request: BufferedEventsRequest) {
    const { content, signal } = request;
    this.#request = request;
    this.content = content;
    if (signal?.aborted) this.#leave();
    else if (signal) this.#ignoreSignal = onAbort(signal, () => this.#leave());
  }

  /** Whether there is anybody to push to. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Takes the next one in. */
  push(event: NumberedEvent): void {
    const reader = this.#readers.shift();
    if (reader) return reader.resolve({ done: false, value: event });
    if (this.#held.size === this.#request.maxBuffered) this.#drop(this.#held.shift() ?? event);
    this.#held.push(event);
  }

  /** Nothing more will come; what is held can still be read. */
  end(): void {
    this.#isOpen = false;
    this.#ignoreSignal();
    for (const reader of this.#readers.clear()) reader.resolve(OVER);
  }

  next(): Promise<Step> {
    const event = this.#takeGap() ?? this.#held.shift();
    if (event) return Promise.resolve({ done: false, value: event });
    if (!this.#isOpen) return Promise.resolve(OVER);
    const reader = deferred<Step>();
    this.#readers.push(reader);
    return reader.promise;
  }

  return(): Promise<Step> {
    this.#leave();
    return Promise.resolve(OVER);
  }

  throw(fault: unknown): Promise<Step> {
    this.#leave();
    return quiet(Promise.reject(fault as Error));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #drop({ seq }: NumberedEvent): void {
    this.#gap = Object.freeze({ type: 'gap', from: this.#gap?.from ?? seq, to: seq });
  }

  #takeGap(): EventGap | undefined {
    const gap = this.#gap;
    this.#gap = undefined;
    return gap;
  }

  #leave(): void {
    this.end();
    this.#gap = undefined;
    this.#held.clear();
    this.#request.onLeft(this);
  }
}
