import { isolate, type FaultReporter } from '../base/isolate.js';
import type { Unsubscribe } from '../base/emitter.js';
import type { SessionSnapshot } from './incarnation.js';

/** A session's actor as outsiders may have it. It stays the same while actors come and go below it. */
export interface ActorView {
  /** Of the current actor, or the last one; `undefined` before the first. */
  getSnapshot(): SessionSnapshot | undefined;
  /** Called with each snapshot from now on. A listener that throws is reported to the logger. */
  subscribe(listener: (snapshot: SessionSnapshot) => unknown): Unsubscribe;
}

/** The view and the hand that feeds it. */
export class ActorFeed implements ActorView {
  readonly #report: FaultReporter;
  readonly #listeners = new Set<{ call: (snapshot: SessionSnapshot) => unknown }>();
  #latest: SessionSnapshot | undefined;

  constructor(report: FaultReporter) {
    this.#report = report;
  }

  getSnapshot(): SessionSnapshot | undefined {
    return this.#latest;
  }

  subscribe(listener: (snapshot: SessionSnapshot) => unknown): Unsubscribe {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  publish(snapshot: SessionSnapshot): void {
    this.#latest = snapshot;
    for (const entry of [...this.#listeners]) {
      if (!this.#listeners.has(entry)) continue;
      isolate("listener of 'actor'", this.#report, () => entry.call(snapshot));
    }
  }
}

/** The view of a session that is not there. */
export const NO_ACTOR: ActorView = {
  getSnapshot: () => undefined,
  subscribe: () => () => undefined,
};
