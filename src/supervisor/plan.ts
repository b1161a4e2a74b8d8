import type { SessionOptions } from '../protocol/options/session-options.js';
import type { CoreSpec, Flags } from './core/spec.js';

/** A supervisor of a tree that was checked as a whole, with every default filled in. */
export interface PlannedSupervisor {
  /** What the paths of its children begin with; only a root may have none. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly flags: Flags;
  readonly children: readonly PlannedChild[];
}

/** A child of such a supervisor. */
export interface PlannedChild {
  readonly spec: CoreSpec;
  /** Time in which it may end gracefully, in ms: 0 for `brutal_kill`, and `Infinity`. */
  readonly shutdown: number;
  readonly tags: readonly string[];
  /** The full spec, as `getChildSpec` tells it (S12). */
  readonly given: object;
  readonly runs: PlannedSession | { readonly type: 'supervisor'; readonly plan: PlannedSupervisor };
}

/** Such a child that is a session. */
export interface PlannedSessionChild extends PlannedChild {
  readonly runs: PlannedSession;
}

export interface PlannedSession {
  readonly type: 'session';
  /** Checked, merged with the system's defaults, and nobody else's. */
  readonly options: SessionOptions;
  readonly retryInFlight: boolean;
  readonly whenContextLost: 'fail' | 'fresh';
}
