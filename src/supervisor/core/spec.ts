/**
 * When a child is started again after it ended by itself (S41, S42). What its supervisor stops, or somebody by hand, never
 * restarts for that (S47).
 * - `permanent`: always.
 * - `transient`: only after an abnormal end. A supervisor that gives up ends normally, so a transient one stays down (S44).
 * - `temporary`: never; its spec goes with it (S46).
 */
export type Restart = 'permanent' | 'transient' | 'temporary';

/** Who is restarted with a child (S51-S53): nobody else, all its siblings, or those that were started after it. */
export type Strategy = 'one_for_one' | 'one_for_all' | 'rest_for_one';

/** Whether a supervisor stops when one, or the last, of its significant children has ended by itself (S98-S104). */
export type AutoShutdown = 'never' | 'any_significant' | 'all_significant';

/** How long to wait before a restart, in ms. */
export interface BackOff {
  readonly initial: number;
  readonly factor: number;
  readonly max: number;
  /** Share by which a delay may be longer or shorter. */
  readonly jitter: number;
}

/** What the core needs to know of a child. */
export interface CoreSpec {
  readonly id: string;
  readonly type: 'worker' | 'supervisor';
  readonly restart: Restart;
  readonly significant: boolean;
  readonly backOff: BackOff;
  /** Time from ready after which earlier failures are forgotten, in ms. */
  readonly stableAfter: number;
  /** Failures in a row that count as the budget exceeded. */
  readonly maxConsecutive: number;
}

/** What holds for a supervisor as a whole. */
export interface Flags {
  readonly kind: 'supervisor' | 'dynamicSupervisor';
  readonly strategy: Strategy;
  readonly maxRestarts: number;
  /** The window of the restart budget, in ms. */
  readonly period: number;
  readonly autoShutdown: AutoShutdown;
  readonly maxChildren: number;
}
