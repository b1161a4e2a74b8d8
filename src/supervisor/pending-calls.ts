import { quietDeferred, type Deferred } from '../base/deferred.js';
import type { SessionError } from '../errors/session-error.js';

/** Management calls that were made and not answered. Each is answered once, at the latest when its supervisor ends. */
export class PendingCalls {
  readonly #waiting = new Map<number, Deferred>();
  #latest = 0;

  open(): { readonly id: number; readonly answer: Promise<void> } {
    const id = (this.#latest += 1);
    const call = quietDeferred();
    this.#waiting.set(id, call);
    return { id, answer: call.promise };
  }

  settle(id: number, error?: SessionError): void {
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) call?.reject(error);
    else call?.resolve();
  }

  failAll(error: SessionError): void {
    for (const id of [...this.#waiting.keys()]) this.settle(id, error);
  }
}
