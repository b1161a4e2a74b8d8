import { deferred, type Deferred } from '../../src/base/deferred.js';

/** What one puts and another takes, in order. */
export class Mail<T> implements AsyncIterable<T> {
  readonly #kept: T[] = [];
  readonly #waiting: Deferred<T | undefined>[] = [];
  #isClosed = false;

  put(item: T): void {
    const next = this.#waiting.shift();
    if (next) next.resolve(item);
    else this.#kept.push(item);
  }

  /** Resolves with nothing when it is closed. */
  take(): Promise<T | undefined> {
    const kept = this.#kept.shift();
    if (kept !== undefined || this.#isClosed) return Promise.resolve(kept);
    const next = deferred<T | undefined>();
    this.#waiting.push(next);
    return next.promise;
  }

  close(): void {
    this.#isClosed = true;
    for (const waiting of this.#waiting.splice(0)) waiting.resolve(undefined);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (let item = await this.take(); item !== undefined; item = await this.take()) yield item;
  }
}
