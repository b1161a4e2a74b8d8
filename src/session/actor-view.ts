import type { SessionMachineOutput } from '../../machines/session.types.js';
import { Emitter, type Unsubscribe } from '../base/emitter.js';
import type { FaultReporter } from '../base/isolate.js';
import type { ActorSnapshot } from './incarnation.js';

/** A moment in the life of a session actor. It shows, and leads to nothing that could steer. */
export interface SessionSnapshot {
  /** The state, as XState writes it: `'ready'`, `{ querying: 'streaming' }`. */
  readonly value: ActorSnapshot['value'];
  /** `done` when the process is gone. */
  readonly status: ActorSnapshot['status'];
  /** How it ended, when it is done. */
  readonly output: SessionMachineOutput | undefined;
}

/** A session's actor as outsiders may have it. It stays the same while actors come and go below it. */
export interface ActorView {
  /** Of the current actor, or the last one; `undefined` before the first. */
  getSnapshot(): SessionSnapshot | undefined;
  /** Called with each snapshot from now on. A listener that throws is reported to the logger. */
  subscribe(listener: (snapshot: SessionSnapshot) => unknown): Unsubscribe;
}

/** The view and the hand that feeds it. */
export class ActorFeed implements ActorView {
  readonly #events: Emitter<{ actor: [snapshot: SessionSnapshot] }>;
  #latest: SessionSnapshot | undefined;

  constructor(report: FaultReporter) {
    this.#events = new Emitter(report);
  }

  getSnapshot(): SessionSnapshot | undefined {
    return this.#latest;
  }

  subscribe(listener: (snapshot: SessionSnapshot) => unknown): Unsubscribe {
    return this.#events.on('actor', listener);
  }

  publish({ value, status, output }: ActorSnapshot): void {
    this.#latest = Object.freeze({ value, status, output });
    this.#events.emit('actor', this.#latest);
  }
}

/** The view of a session that is not there. */
export const NO_ACTOR: ActorView = {
  getSnapshot: () => undefined,
  subscribe: () => () => undefined,
};
