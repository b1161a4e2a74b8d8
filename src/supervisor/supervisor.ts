import type { Unsubscribe } from '../base/emitter.js';
import type { SessionError } from '../errors/session-error.js';
import type { Session, SessionStatus } from '../session/session.js';
import type { SessionState } from '../session/incarnation.js';
import type { ChildSpec, SessionSpec } from './child-spec.js';
import type { ChildCounts as SupervisorChildCounts, ChildStatus } from './core/child-row.js';
import type { SupervisorReport } from './reports.js';

export type { SupervisorChildCounts, ChildStatus };

/**
 * `starting` until all children are up for the first time in this life; `stopping` while it stops them; `stopped` also
 * while it waits for its own supervisor to start or restart it.
 */
export type SupervisorState = 'starting' | 'running' | 'stopping' | 'stopped';

/**
 * How a supervisor fares. While it lives, as its state says, and `starting` also before its turn has come. Between two lives:
 * `waiting` for the delay before a restart, or `restarting` with its group. `stopped` and `gaveUp` are for good, unless its
 * own supervisor starts it again; until that one has said what follows, it is `stopping`.
 */
export type SupervisorStatus =
  'starting' | 'running' | 'stopping' | 'waiting' | 'restarting' | 'stopped' | 'gaveUp';

/** Events of a supervisor. A listener that throws or rejects is reported to the system's logger, and hurts nobody. */
export type SupervisorEvents = {
  /** What happened to a child, or to the supervisor itself; those of nested supervisors, too. */
  report: [report: SupervisorReport];
};

/** Narrows a listing. */
export interface SessionFilter {
  /** Only sessions whose spec has this tag. */
  readonly tag?: string | undefined;
}

/**
 * A supervisor that runs, reached by the name or the tree it belongs to. Calls about one child are served in the order in
 * which they are made, those about others beside them; listings are answered at once. The verbs that promise reject with
 * OTP's word as `code`: `not_found`, `already_started`, `already_present`, `running`, `restarting`, `max_children`;
 * `noproc` where no such supervisor runs, and `shutdown` where it ends (S39, S90). `Name` are the names of its sessions.
 */
export interface Supervisor<Name extends string = string> extends AsyncDisposable {
  readonly name: string | undefined;
  /** The ids from the root down to it, as `agents/tenants`; a root with neither id nor name is `supervisor`, the next one `supervisor-2`. */
  readonly path: string;
  readonly state: SupervisorState;

  /**
   * The session of that name, or id, in this tree, looked up anew by each call on it, so that it may be held across
   * restarts. While there is none, its verbs reject with `not_found`.
   */
  getSession(name: Name): Session;
  /**
   * Adds a session at the end of the start order, and returns at once, as the `startSession` of a system does. Throws
   * `invalid_option`, `name_taken`, `conversation_in_use` or `noproc`, and `already_started` or `already_present` where its
   * name belongs to the child of its id; that it cannot start, or is refused, is told by `session.ready()`, and its spec is
   * dropped then (S84). It is lost where the supervisor itself is restarted (S71).
   */
  startSession(spec: SessionSpec): Session;
  /** Stops a session and forgets its spec: the name is free. By id or name; `not_found` where it is no child of this one. */
  terminateSession(name: string): Promise<void>;
  /**
   * Gives a session a new process, with the same conversation, and resolves when that is ready. One that runs is stopped
   * first; one that waits for its restart is started now; one that was stopped, or gave up, is tried again. It costs no
   * restart budget. Rejects with `start_failed`, and the session is down then.
   */
  restartSession(name: string): Promise<void>;
  /** The sessions of this tree in start order, those of nested supervisors included. */
  listSessions(filter?: SessionFilter): readonly SessionRow[];
  /** How many sessions there are in this tree, and how many of them have a CLI that is ready. */
  countSessions(filter?: SessionFilter): SessionCounts;

  /**
   * Adds a child and starts it; resolves when it is up (S82-S86). Rejects with `already_started` or `already_present`, with
   * what `startSession` throws, or with `start_failed`, and its spec is dropped then. It is lost where the supervisor itself
   * is restarted (S71).
   */
  startChild(spec: ChildSpec): Promise<void>;
  /**
   * Stops a child within its `shutdown`, also while it starts or waits, and keeps its spec (S87): it stays down until it is
   * started by hand. A dynamic supervisor, and one of a `temporary` child, forgets the spec (S46, S124).
   */
  terminateChild(id: string): Promise<void>;
  /** Starts a child that does not run (S88). Costs no restart budget. Rejects with `start_failed`, and the child is down then. */
  restartChild(id: string): Promise<void>;
  /** Forgets the spec of a child that does not run (S89): its names are free. */
  deleteChild(id: string): Promise<void>;
  /** The children in start order (S94). */
  whichChildren(): readonly SupervisorChildRow[];
  countChildren(): SupervisorChildCounts;
  /**
   * The spec of a child, with every default filled in (S12), those of the system too. So it holds the `env` that was given,
   * and is not for a log. Throws `not_found`.
   */
  getChildSpec(id: string): ChildSpec;

  /**
   * Stops the children in reverse start order, then the supervisor (S27). One that has a supervisor itself stays stopped
   * as a child of that one. Calling it again is the same call. Rejects only with `not_stopped`, where the operating system
   * would not end something (and, through a name, with `noproc`).
   */
  stop(): Promise<void>;
  /**
   * Settles when the supervisor is down for good: resolves where it was stopped, or shut down with a significant child;
   * rejects with `gave_up` where it restarted too often.
   */
  readonly done: Promise<void>;
  on<Event extends keyof SupervisorEvents>(
    event: Event,
    listener: (...values: SupervisorEvents[Event]) => unknown,
  ): Unsubscribe;
}

/** A session in a listing. */
export interface SessionRow {
  readonly id: string;
  readonly name: string | undefined;
  /** The ids from the root down to it. */
  readonly path: string;
  readonly tags: readonly string[];
  readonly state: SessionState;
  readonly status: SessionStatus;
  readonly sessionId: string | undefined;
  readonly pid: number | undefined;
  /** Number of its incarnation, counted across the lives of its supervisor; 0 before the first. */
  readonly incarnation: number;
  /** How many of these were restarts, by whomever; a start after a stop is none. */
  readonly restarts: number;
  /** When it is restarted, in ms from now, while it waits for that. */
  readonly restartsIn: number | undefined;
  /** How many queries and clears wait. */
  readonly queued: number;
  /** Why it last ended without having been asked to. */
  readonly lastError: SessionError | undefined;
}

export interface SessionCounts {
  /** Sessions there are, in whatever state. */
  readonly specs: number;
  /** Those that serve: `idle` or `querying`. */
  readonly active: number;
}

/** A child in a listing. */
export interface SupervisorChildRow {
  readonly id: string;
  /** A dynamic supervisor is a `supervisor`, too. */
  readonly type: 'session' | 'supervisor';
  readonly name: string | undefined;
  readonly status: ChildStatus;
  /** Counted since the supervisor was started last; 0 before the first. */
  readonly incarnation: number;
  readonly tags: readonly string[];
}
