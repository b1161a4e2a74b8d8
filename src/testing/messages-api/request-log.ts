import { quietDeferred, type Deferred } from '../../base/deferred.js';
import type { ReceivedRequest } from './received-request.js';

/** The requests so far, and those who wait for more of them. */
export class RequestLog {
  readonly requests: ReceivedRequest[] = [];
  readonly #waiting = new Map<Deferred<ReceivedRequest>, number>();
  #closed = false;

  add(request: ReceivedRequest): void {
    this.requests.push(request);
    for (const [waiter, count] of this.#waiting) this.#serve(waiter, count);
  }

  /** Resolves with the `count`-th request once it is there; rejects when the log is closed before. */
  waitFor(count: number): Promise<ReceivedRequest> {
    const waiter = quietDeferred<ReceivedRequest>();
    this.#waiting.set(waiter, count);
    this.#serve(waiter, count);
    return waiter.promise;
  }

  close(): void {
    this.#closed = true;
    for (const [waiter, count] of this.#waiting) this.#serve(waiter, count);
  }

  #serve(waiter: Deferred<ReceivedRequest>, count: number): void {
    const request = this.requests[count - 1];
    if (request !== undefined) waiter.resolve(request);
    else if (this.#closed) {
      waiter.reject(new Error(`The API was closed after ${this.requests.length} of ${count} requests.`));
    } else return;
    this.#waiting.delete(waiter);
  }
}
