import type { SessionErrorCode } from '../errors/codes.js';
import type { PromptContent, ResultMessage } from '../protocol/messages/index.js';
import type { SessionState } from '../session/incarnation.js';
import type { SessionStatus } from '../session/session.js';
import type { SupervisorReport } from '../supervisor/reports.js';
import type { SupervisorState, SupervisorStatus } from '../supervisor/supervisor.js';

/** Options of `system.events()`. */
export interface EventStreamOptions {
  /**
   * How many events are held for a reader that is slow. Where there would be more, the oldest are dropped, and a `gap` stands
   * in their place. Default: 1 000.
   */
  readonly maxBuffered?: number | undefined;
  /** Whether events hold what was asked and answered: prompts, results, input of tools. Default: `false`. */
  readonly content?: boolean | undefined;
  /** Ends the stream. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What happened in a system, in order, since `system.events()` was called: the stream is bounded, can be read once, and
 * ends when the system has stopped, its signal fires, or its reader leaves. Nothing a reader does is felt by a session.
 */
export type EventStream = AsyncIterableIterator<SystemEvent>;

/** Something that happened to a session or a supervisor; or that a slow reader has missed something. */
export type SystemEvent = SessionHappened | SupervisorHappened | EventGap;

/** In place of events that were dropped, because their reader was too slow. `system.inspectTree()` tells where things stand. */
export interface EventGap {
  readonly type: 'gap';
  /** Numbers of the first and the last event that were dropped; all between them were, too. */
  readonly from: number;
  readonly to: number;
}

interface Happened {
  /** One more for each event of the system. */
  readonly seq: number;
  /** In ms of the system's clock. */
  readonly at: number;
  /** As in `system.inspectTree()`. */
  readonly path: string;
  readonly name: string | undefined;
  /** Number of the incarnation that it happened in; 0 before the first. */
  readonly incarnation: number;
}

export type SessionHappened = Happened & { readonly kind: 'session' } & SessionHappening;

export type SupervisorHappened = Happened & { readonly kind: 'supervisor' } & SupervisorHappening;

/**
 * What can happen to a session.
 *
 * - `added`, `removed`: it is in the tree from now on, or was for the last time.
 * - `state`: its state or its status is another one.
 * - `identified`: a turn named its conversation.
 * - `context_lost`: that conversation could not be come back to, and another one was begun.
 * - `exited`: an incarnation is over.
 * - `restarted`: another process is ready under its name.
 * - `query.accepted`, `query.started`, `query.ended`: of one `query`; clears are none.
 * - `permission.asked`, `permission.settled`: a question waits for an answer, and does not any more; elicitations and dialogs too.
 */
export type SessionHappening =
  | { readonly type: 'added' | 'removed' }
  | {
      readonly type: 'state';
      readonly state: SessionState;
      readonly status: SessionStatus;
      readonly previous: { readonly state: SessionState; readonly status: SessionStatus };
    }
  | { readonly type: 'identified' | 'context_lost'; readonly sessionId: string }
  | {
      readonly type: 'exited';
      readonly code: SessionErrorCode;
      readonly exitCode: number | undefined;
      readonly signal: string | undefined;
    }
  | { readonly type: 'restarted' }
  | {
      readonly type: 'query.accepted' | 'query.started';
      readonly query: string;
      /** With `content`. */
      readonly prompt?: PromptContent | undefined;
    }
  | {
      readonly type: 'query.ended';
      readonly query: string;
      /** `ok`; or the code of the error that it was told, also where the CLI's result is one. */
      readonly outcome: 'ok' | SessionErrorCode;
      /** Since it was sent, in ms; `undefined` where it never was. */
      readonly duration: number | undefined;
      /** What the CLI counts, where there is a result: cumulative for its process (`cli-protocol.md`, 7). */
      readonly cost: number | undefined;
      /** With `content`. */
      readonly result?: ResultMessage | undefined;
    }
  | {
      readonly type: 'permission.asked';
      /** What `system.answerQuestion` takes. */
      readonly question: string;
      readonly asks: 'permission' | 'elicitation' | 'dialog';
      /** Of a permission. */
      readonly toolName: string | undefined;
      /** With `content`: of a permission. */
      readonly input?: Readonly<Record<string, unknown>> | undefined;
    }
  | {
      readonly type: 'permission.settled';
      readonly question: string;
      /** Whether it was answered, or withdrawn: by the CLI, by the end of its process, or by its time limit. */
      readonly outcome: 'answered' | 'withdrawn';
    };

/** What can happen to a supervisor; `report` is as `supervisor.on('report')` tells it, without the words of an error. */
export type SupervisorHappening =
  | { readonly type: 'added' | 'removed' }
  | {
      readonly type: 'state';
      readonly state: SupervisorState;
      readonly status: SupervisorStatus;
      readonly previous: { readonly state: SupervisorState; readonly status: SupervisorStatus };
    }
  | {
      readonly type: 'report';
      readonly report: SupervisorReport['type'];
      /** Id of the child. */
      readonly child: string;
      readonly childIncarnation: number;
      readonly code: SessionErrorCode | undefined;
      /** Of `restart_scheduled`, in ms. */
      readonly delay: number | undefined;
    };
