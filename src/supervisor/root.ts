import { quietDeferred } from '../base/deferred.js';
import type { Owner } from '../session/owner.js';
import { NO_TAGS } from '../session/session-node.js';
import type { Exit } from './core/exit.js';
import { LiveSupervisor, type SupervisorRequest } from './live-supervisor.js';
import type { SlotWatcher } from './slot.js';
import { statusFor } from './supervision-errors.js';

/** The owner of a supervisor that has none above it: it has one life, and is over with that. */
export class Root implements Owner, SlotWatcher {
  readonly live: LiveSupervisor;
  readonly #started = quietDeferred();
  readonly #onOver: (root: Root) => void;
  #isStopped = false;

  /** `onOver` is called when nothing of the tree runs any more, and its names are free. Throws as `LiveSupervisor` does. */
  constructor(request: Omit<SupervisorRequest, 'owner' | 'tell'>, onOver: (root: Root) => void) {
    this.live = new LiveSupervisor({ ...request, owner: this, tell: () => undefined });
    this.live.joined(NO_TAGS);
    this.#onOver = onOver;
  }

  /** Resolves when all children are up; rejects when one could not be started, and nothing is left. */
  start(): Promise<void> {
    this.live.begin(this);
    // An inspector can stop what is still being made.
    if (this.#isStopped) this.live.halt();
    return this.#started.promise;
  }

  stop(): void {
    this.#isStopped = true;
    this.live.halt();
  }

  ready(): void {
    this.#started.resolve();
  }

  exited({ error }: Exit): void {
    // First, so that the names are free when the sessions tell that they are over.
    this.live.release();
    this.live.end(error, statusFor(error));
    // Last: until then some of it is in the tree.
    this.#onOver(this);
    this.#started.reject(error);
  }
}
