import { LiveSession, type SessionRequest } from '../session/live-session.js';
import { limitsOf } from '../session/limits.js';
import type { LifeWatcher, Owner, SessionExit } from '../session/owner.js';
import { NO_TAGS } from '../session/session-node.js';

/** The owner of a session without a supervisor: it has one life, and is over with that. */
export class OneLife implements Owner, LifeWatcher {
  readonly session: LiveSession;
  readonly #shutdown: number;
  readonly #onOver: (session: LiveSession) => void;

  /** Begins at once; `onOver` is called when it runs no more, and its name is free. Throws as `LiveSession` does. */
  constructor(request: Omit<SessionRequest, 'owner'>, onOver: (session: LiveSession) => void) {
    this.session = new LiveSession({ ...request, owner: this });
    this.#shutdown = limitsOf(request.options).shutdown;
    this.#onOver = onOver;
    this.session.joined(NO_TAGS);
    this.session.begin(this);
  }

  stop(): void {
    this.session.halt(this.#shutdown);
  }

  ready(): void {
    // Nobody waits for it here.
  }

  exited({ error }: SessionExit): void {
    // First, so that name and path are free when the session tells that it is over.
    this.session.release();
    this.#onOver(this.session);
    this.session.end(error, 'stopped');
  }
}
