import type { SessionErrorCode } from '../errors/codes.js';
import type { SessionState } from '../session/incarnation.js';
import type { SessionStatus } from '../session/session.js';
import type { SupervisorState } from '../supervisor/supervisor.js';

/** What runs in a system at one moment: plain data, which may be kept, compared, or sent as JSON. */
export interface SystemTree {
  /** When it was looked at, in ms of the system's clock. */
  readonly at: number;
  /** Number of the latest of `system.events()` that is part of this picture; 0 before the first. */
  readonly seq: number;
  /** The topmost supervisors, then the sessions without one; each in the order in which they were started. */
  readonly children: readonly TreeNode[];
}

/** A session or a supervisor. `kind` and `path` together tell it from all others that there are. */
export type TreeNode = SessionNode | SupervisorNode;

interface NodeBase {
  readonly name: string | undefined;
  /** The ids from the root down to it, as `agents/tenants/acme`; a session without supervisor has its name, or `session-7`. */
  readonly path: string;
  readonly tags: readonly string[];
  /** When it came into this state and status, in ms of the system's clock. */
  readonly since: number;
  /** Number of the incarnation that was begun last; 0 before the first. */
  readonly incarnation: number;
  /** How many of these were restarts, by whomever; a start after a stop is none. */
  readonly restarts: number;
  /** When the next restart is due, in ms of the system's clock, while it waits for that. */
  readonly nextRestart: number | undefined;
  /** How the latest incarnation that is over ended. */
  readonly lastExit: LastExit | undefined;
}

export interface SessionNode extends NodeBase {
  readonly kind: 'session';
  readonly state: SessionState;
  readonly status: SessionStatus;
  /** Of the CLI, while it runs. */
  readonly pid: number | undefined;
  readonly sessionId: string | undefined;
  /** How many queries and clears wait. */
  readonly queued: number;
  /** How many questions wait for a person's answer. */
  readonly questions: number;
}

export interface SupervisorNode extends NodeBase {
  readonly kind: 'supervisor';
  readonly state: SupervisorState;
  readonly status: SupervisorStatus;
  /** In start order. */
  readonly children: readonly TreeNode[];
}

/**
 * How a supervisor fares: as its state says while it lives; between two lives, whether it comes back: `waiting` for the delay
 * before a restart, `restarting` with its group, or down for good.
 */
export type SupervisorStatus =
  'starting' | 'running' | 'stopping' | 'waiting' | 'restarting' | 'stopped' | 'gaveUp';

/** How an incarnation ended, without the words of the CLI, which may hold a prompt. */
export interface LastExit {
  /** In ms of the system's clock. */
  readonly at: number;
  /** Code of the error that its queries were told: `stopped` or `restarted` where its end was asked for. */
  readonly code: SessionErrorCode;
  /** Of the process, where there was one and it exited by itself. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}
