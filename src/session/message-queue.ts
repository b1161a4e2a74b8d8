import { quietDeferred, type Deferred } from '../base/deferred.js';
import { Fifo } from '../base/fifo.js';
import type { Message } from '../protocol/messages/index.js';
import type { ByteBudget } from './byte-budget.js';

interface Held {
  readonly message: Message;
  readonly bytes: number;
}

/**
 * Between the adapter, which never waits, and one reader, who may be slow. What was pushed is handed out in order,
 * and then how it ended: an end or an error waits behind what is held.
 */
export class MessageQueue {
  readonly #budget: ByteBudget;
  readonly #held = new Fifo<Held>();
  #ending: { readonly error: Error | undefined } | undefined;
  #readers: Deferred<IteratorResult<Message, undefined>>[] = [];

  constructor(budget: ByteBudget) {
    this.#budget = budget;
  }

  /** Whether the message was taken; `false` when it would be more than the budget allows. */
  push(message: Message, bytes: number): boolean {
    if (this.#ending) return true;
    const reader = this.#readers.shift();
    if (reader) {
      reader.resolve({ done: false, value: message });
      return true;
    }
    if (!this.#budget.take(bytes)) return false;
    this.#held.push({ message, bytes });
    return true;
  }

  /** Ends the queue, with an error or without; only the first end counts. */
  end(error?: Error): void {
    if (this.#ending) return;
    this.#ending = { error };
    const [first, ...others] = this.#readers.splice(0);
    if (first && error) {
      this.#ending = { error: undefined };
      first.reject(error);
    } else first?.resolve({ done: true, value: undefined });
    for (const reader of others) reader.resolve({ done: true, value: undefined });
  }

  /** Drops what is held: the reader has left. */
  discard(): void {
    for (const { bytes } of this.#held.clear()) this.#budget.give(bytes);
  }

  /** The next message. An error is thrown once; after it the queue is at its end. */
  next(): Promise<IteratorResult<Message, undefined>> {
    const held = this.#held.shift();
    if (held) {
      this.#budget.give(held.bytes);
      return Promise.resolve({ done: false, value: held.message });
    }
    if (this.#ending) return this.#finish(this.#ending.error);
    const reader = quietDeferred<IteratorResult<Message, undefined>>();
    this.#readers.push(reader);
    return reader.promise;
  }

  #finish(error: Error | undefined): Promise<IteratorResult<Message, undefined>> {
    this.#ending = { error: undefined };
    return error ? Promise.reject(error) : Promise.resolve({ done: true, value: undefined });
  }
}
