import { quietDeferred } from '../base/deferred.js';
import type { SessionError } from '../errors/session-error.js';

/** What people wait for of a session: that it is ready, and that it is gone. */
export class Milestones {
  #ready = quietDeferred();
  #isReady = false;
  readonly #readyListeners = new Set<() => void>();
  #gone = quietDeferred();

  /** Of the current or the next incarnation. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Calls back when that is so the next time, before anything else can come of it; until it is told to leave off. */
  onReady(listener: () => void): () => void {
    this.#readyListeners.add(listener);
    return () => void this.#readyListeners.delete(listener);
  }

  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  reached(): void {
    this.#isReady = true;
    const listeners = [...this.#readyListeners];
    this.#readyListeners.clear();
    for (const listener of listeners) listener();
    this.#ready.resolve();
  }

  /** The next incarnation is meant from now on. */
  lost(): void {
    if (this.#isReady) this.#ready = quietDeferred();
    this.#isReady = false;
  }

  /** There will be none: whoever waits for one is told why. */
  refused(reason: SessionError): void {
    this.#ready.reject(reason);
  }

  /** It is down; `leftover` is what of its process tree could not be ended. */
  ended(leftover: SessionError | undefined): void {
    if (leftover) this.#gone.reject(leftover);
    else this.#gone.resolve();
  }

  /** After an end, all is to come again. */
  anew(): void {
    this.#isReady = false;
    this.#ready = quietDeferred();
    this.#gone = quietDeferred();
  }
}
