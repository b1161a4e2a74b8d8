import type { SessionState } from './incarnation.js';
import type { LiveSession } from './live-session.js';
import type { SessionStatus } from './session.js';
import type { LastExit } from './whereabouts.js';

/** Only children have tags: a root has none, nor has a session without supervisor. */
export const NO_TAGS: readonly string[] = Object.freeze([]);

/** What sessions and supervisors have in common in `system.inspectTree()`. */
export interface NodeBase {
  readonly name: string | undefined;
  /**
   * The ids from the root down to it, as `agents/tenants/acme`. A session without supervisor has its name there, with `%2F` for
   * each slash in it, or `session-7`; a root with neither id nor name is `supervisor`. Where another has that path, there is a
   * number behind it.
   */
  readonly path: string;
  /** Of its spec. */
  readonly tags: readonly string[];
  /**
   * When it came into this state and status, or began to wait for another `nextRestart`, in ms of the system's clock: the `at` of
   * the event `added` or `state` that told so.
   */
  readonly since: number;
  /** Number of the incarnation that was begun last, counted across the lives of its supervisor; 0 before the first. */
  readonly incarnation: number;
  /** How many of these were restarts, by whomever; a start after a stop is none. */
  readonly restarts: number;
  /** When the next restart is due, in ms of the system's clock, while it waits for that. */
  readonly nextRestart: number | undefined;
  /** How the latest incarnation that is over ended. */
  readonly lastExit: LastExit | undefined;
}

/** A session in `system.inspectTree()`. */
export interface SessionNode extends NodeBase {
  readonly kind: 'session';
  readonly state: SessionState;
  readonly status: SessionStatus;
  /** Of the CLI, while it runs. */
  readonly pid: number | undefined;
  /** Of the conversation, once a turn has named it or a resume was confirmed. */
  readonly sessionId: string | undefined;
  /** How many queries and clears wait. */
  readonly queued: number;
  /** How many questions are open, those that a callback is deciding among them. */
  readonly questions: number;
}

export function sessionNode(session: LiveSession, tags: readonly string[]): SessionNode {
  // Written out: put together by spreads, a node takes ten times as long.
  return {
    kind: 'session',
    name: session.name,
    path: session.path,
    tags,
    state: session.state,
    status: session.status,
    since: session.since,
    pid: session.pid,
    sessionId: session.sessionId,
    queued: session.queued,
    questions: session.openQuestions,
    incarnation: session.incarnation,
    restarts: session.restarts,
    nextRestart: session.nextStart,
    lastExit: session.lastExit,
  };
}
