import type { SessionError } from '../errors/session-error.js';
import type { Exit } from './core/exit.js';
import type { PlannedChild } from './plan.js';

/** Told of one incarnation of a child. */
export interface SlotWatcher {
  /** Called once at most. */
  ready(): void;
  /** Called exactly once and last. */
  exited(exit: Exit): void;
}

/**
 * What a supervisor keeps of a child: its name, and what waits for it. It outlives the child's incarnations, and where it
 * is part of the plan also those of the supervisor.
 */
export interface Slot {
  /** It is part of the tree from now on; to be said before the first `begin`. Saying it again does nothing. */
  joined(tags: readonly string[]): void;
  begin(watcher: SlotWatcher): void;
  /** Ends the incarnation within its `shutdown`; `exited` follows. */
  halt(): void;
  /** As `halt`, at once. */
  kill(): void;
  /** It is coming back: at that time, where it is known. */
  suspend(at: number | undefined): void;
  /** It is down. */
  end(reason: SessionError, status: 'stopped' | 'gaveUp'): void;
  /** For good, right before or any time after `end`: names are free. */
  release(): void;
}

/** A child in its place. */
export interface Placed {
  readonly plan: PlannedChild;
  readonly slot: Slot;
}
