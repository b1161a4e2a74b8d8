import type { SessionOptions } from '../protocol/options/session-options.js';
import type { AutoShutdown, Restart, Strategy } from './core/spec.js';

/**
 * How long a child may take to stop (S29): so many milliseconds, then it is killed; `brutal_kill` kills it at once;
 * `infinity` waits without end.
 */
export type Shutdown = number | 'brutal_kill' | 'infinity';

/** The delay before a restart; it grows with each failure in a row. */
export interface BackOff {
  /** Before the first restart, in ms; 0 for none. Default: 500. */
  readonly initial?: number | undefined;
  /** What each further delay is multiplied by; at least 1. Default: 2. */
  readonly factor?: number | undefined;
  /** No delay is longer, in ms. Default: 30 000. */
  readonly max?: number | undefined;
  /** Share of a delay, from 0 to 1, by which chance makes it longer or shorter, before `max` caps it. Default: 0.2. */
  readonly jitter?: number | undefined;
}

/** What the spec of every child may say, whether it is a session or a supervisor. */
export interface ChildPolicy {
  /** Unique within the supervisor (S3, S9), without a slash: paths are made of ids. Default: `name`; one of them is needed. */
  readonly id?: string | undefined;
  /** Default: `permanent` (S2). */
  readonly restart?: Restart | undefined;
  /** Its end may stop the supervisor; see {@link AutoShutdown}. Not with `permanent`, nor without `autoShutdown` (S10). Default: `false` (S2). */
  readonly significant?: boolean | undefined;
  /** Default: 500 ms, doubled each time up to 30 s, give or take a fifth. OTP knows no delay (S73). */
  readonly backOff?: BackOff | undefined;
  /** So long after it was ready, in ms, a child's failures are forgotten; `Infinity`: never. Default: 60 000. */
  readonly stableAfter?: number | undefined;
  /**
   * So many failures in a row count as `maxRestarts` exceeded: children that fail slowly are never too many within
   * `maxSeconds` (S74). A whole number above 0, or `Infinity`. Default: 8.
   */
  readonly maxConsecutive?: number | undefined;
  /** Words to filter listings by. Default: none. */
  readonly tags?: readonly string[] | undefined;
}

/** A session as a child: the options of `startSession`, and how it is supervised. */
export interface SessionSpec extends Omit<SessionOptions, 'shutdown'>, ChildPolicy {
  readonly type?: 'session' | undefined;
  /** Default: 5 000 ms, as OTP has it for workers (S2). */
  readonly shutdown?: Shutdown | undefined;
  /**
   * Whether a query that was in flight when the CLI crashed is sent again by the next incarnation, unless a tool had been
   * called. Its reader may see the beginning of an answer twice, and the conversation may hold the prompt twice.
   * Default: `false`; it fails with `crashed`.
   */
  readonly retryInFlight?: boolean | undefined;
  /**
   * What a restart does that finds no conversation to come back to: `fail` ends the child with `context_lost`, `fresh`
   * begins a new conversation and tells it by the session's event `contextLost`. Default: `fail`.
   */
  readonly whenContextLost?: 'fail' | 'fresh' | undefined;
}

/** What every supervisor has. */
interface SupervisorFlags {
  /** Unique within the parent, without a slash. Default: `name`. */
  readonly id?: string | undefined;
  /** Registers the supervisor, so that `getSupervisor(name)` finds it. Sessions may have the same name. */
  readonly name?: string | undefined;
  /**
   * So many restarts within `maxSeconds` are borne; one more, and the supervisor stops its children and ends (S62-S72). 0
   * hands every failure to the parent. Default: 3, as in Elixir (S16); OTP's is 1.
   */
  readonly maxRestarts?: number | undefined;
  /** Length of that window, in seconds. Default: 5 (S15, S16). */
  readonly maxSeconds?: number | undefined;
}

/**
 * A tree: a supervisor with the children that it starts one after the other, and stops in reverse (S19, S27). It is plain
 * data, which JSON can hold, but for callbacks and servers of this host among the options of a session. It is checked as a whole before anything is started; a fault is an `invalid_option` whose
 * `option` is the path to it, such as `children[1].restart`. Unknown keys are refused, though OTP ignores them (S8).
 */
export interface SupervisorSpec extends SupervisorFlags {
  readonly type?: 'supervisor' | undefined;
  /** Default: `one_for_one` (S15). */
  readonly strategy?: Strategy | undefined;
  /** Default: `never` (S15). */
  readonly autoShutdown?: AutoShutdown | undefined;
  /** In the order in which they are started. Default: none. */
  readonly children?: readonly ChildSpec[] | undefined;
}

/** A supervisor whose children come at run time, are started side by side, and are stopped all at once (S32, S124). */
export interface DynamicSupervisorSpec extends SupervisorFlags {
  readonly type: 'dynamicSupervisor';
  /** How many children it may have; `startChild` then rejects with `max_children`. Default: `Infinity`. */
  readonly maxChildren?: number | undefined;
}

/** A supervisor as a child. */
export interface ChildSupervisorSpec extends SupervisorSpec, SupervisorPolicy {
  readonly type: 'supervisor';
}

/** A dynamic supervisor as a child. */
export interface ChildDynamicSupervisorSpec extends DynamicSupervisorSpec, SupervisorPolicy {}

interface SupervisorPolicy extends ChildPolicy {
  /** Killed, a supervisor could no longer stop its children (S35). */
  readonly shutdown?: 'infinity' | undefined;
}

/** A child of a supervisor. */
export type ChildSpec = SessionSpec | ChildSupervisorSpec | ChildDynamicSupervisorSpec;

/** What a supervisor can be started from. */
export type RootSpec = SupervisorSpec | DynamicSupervisorSpec;
