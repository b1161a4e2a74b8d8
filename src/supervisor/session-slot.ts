import type { SessionError } from '../errors/session-error.js';
import type { LiveSession } from '../session/live-session.js';
import type { SessionExit } from '../session/owner.js';
import type { Exit } from './core/exit.js';
import { classify } from './exit-class.js';
import type { PlannedChild } from './plan.js';
import type { Slot, SlotWatcher } from './slot.js';

/** A session as the child of a supervisor. */
export class SessionSlot implements Slot {
  readonly session: LiveSession;
  readonly #plan: PlannedChild;
  #stage: 'new' | 'open' | 'ended' = 'new';

  constructor(plan: PlannedChild, session: LiveSession) {
    this.#plan = plan;
    this.session = session;
  }

  joined(tags: readonly string[]): void {
    this.session.joined(tags);
  }

  begin(watcher: SlotWatcher): void {
    this.#stage = 'open';
    this.session.begin({
      ready: () => watcher.ready(),
      exited: (exit) => watcher.exited(this.#classify(exit)),
    });
  }

  halt(): void {
    this.session.halt(this.#plan.shutdown);
  }

  kill(): void {
    this.session.halt(0);
  }

  suspend(at: number | undefined): void {
    // One that had ended by itself only comes back with its group: nothing waits in it.
    if (this.#stage === 'open') this.session.suspend(at === undefined ? 'restarting' : 'waiting', at);
  }

  end(reason: SessionError, status: 'stopped' | 'gaveUp'): void {
    if (this.#stage === 'ended') return;
    this.#stage = 'ended';
    this.session.end(reason, status);
  }

  release(): void {
    this.session.release();
  }

  #classify(exit: SessionExit): Exit {
    const { asked, error, leftover } = exit;
    // To have been killed is what `brutal_kill` asks for.
    const wasKilled = asked && error.signal === 'SIGKILL' && this.#plan.shutdown > 0;
    return { ...classify(error, exit), forced: wasKilled, leftover };
  }
}
