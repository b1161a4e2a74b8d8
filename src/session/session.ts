import type { SessionError } from '../errors/session-error.js';
import type { Unsubscribe } from '../base/emitter.js';
import type { ConversationMessage } from '../history/index.js';
import type { FrameCounts } from '../adapter/session-adapter.js';
import type { Message, PromptContent, ResultMessage } from '../protocol/messages/index.js';
import type {
  PermissionQuestion,
  Question,
  QuestionAnswer,
  QuestionEvents,
} from '../callbacks/questions/question.js';
import type { ActorView } from './actor-view.js';
import type { SessionState } from './incarnation.js';
import type { QueryOptions } from './query.js';
import type { QueryStream } from './query-stream.js';
import type { SessionControls } from './session-controls.js';

/**
 * How a name fares, whether or not a process runs under it. Four are for sessions with a supervisor: `waiting` for the
 * delay before a restart; `restarting` while its group is stopped, or its next process starts; `gaveUp` where no restart
 * could mend what it ended by, or its supervisor gave up; `hibernated` is kept for later.
 */
export type SessionStatus =
  'starting' | 'idle' | 'querying' | 'restarting' | 'waiting' | 'hibernated' | 'gaveUp' | 'stopped';

/**
 * What came of an interrupt: it ended a turn; it found none, or one that ended by itself; or the process ended first,
 * killed because it did not answer, crashed or stopped.
 */
export type InterruptOutcome = 'interrupted' | 'nothing_running' | 'killed';

/**
 * Events of a session. `permission`, `elicitation` and `dialog` announce a question that waits for an answer, where the
 * session has a callback for it, or `'ask'`. A listener that throws or rejects is reported to the system's logger, and hurts nobody.
 */
export type SessionEvents = QuestionEvents & {
  /** Another of the five states was entered. */
  state: [state: SessionState, previous: SessionState];
  /** A message that belongs to no query: of a turn that the CLI began by itself, or between turns. */
  message: [message: Message];
  /** A turn named the conversation, for the first time or after a clear. */
  identified: [sessionId: string];
  /**
   * The process ended without being asked to, or never got ready. It is told when it is decided what becomes of the session:
   * `error.restarting` says whether its supervisor brings it back.
   */
  crashed: [error: SessionError];
  /** The session came back: another process is ready under its name, the so-many-th. */
  restarted: [incarnation: number];
  /** The conversation of that id could not be come back to; the session goes on with a new one, as its spec allows. */
  contextLost: [sessionId: string];
  /** The session is over, and its name is free; unless a supervisor keeps its spec, which may start it again. */
  stopped: [];
};

/**
 * A conversation that can be talked to. Calls are served one at a time, in the order they were made (`priority` aside);
 * what is asked before the CLI is ready waits for it.
 */
export interface Session extends SessionControls, AsyncDisposable {
  readonly name: string | undefined;
  /** The conversation, once a turn has named it or a resume was confirmed; another one after `clear()`. */
  readonly sessionId: string | undefined;
  /** The conversation that this one was forked from. */
  readonly parentSessionId: string | undefined;
  /**
   * State of the statechart: `initializing`, `ready`, `querying`, `cleared` or `stopped`. It is `stopped` when the process
   * is gone; until then a session that is being stopped is in the state it was in.
   */
  readonly state: SessionState;
  readonly status: SessionStatus;
  /** How many queries and clears were accepted and not begun. */
  readonly queued: number;
  /** Of the CLI, while it runs. */
  readonly pid: number | undefined;
  /** What came over the wire and was not understood; starts at 0 with each process. */
  readonly counts: FrameCounts;
  /** A view of the running session actor, to look at and not to steer. */
  readonly actor: ActorView;

  /**
   * Resolves when the CLI has answered the handshake; rejects with the reason when it cannot start. While a supervisor
   * restarts the session, it waits for the next process.
   */
  ready(): Promise<void>;
  /**
   * Asks, and yields what the CLI says. Nothing is sent until the stream is first read; it can be read once. Leaving it
   * early ends the turn. Throws `invalid_option` for bad options.
   */
  stream(prompt: PromptContent, options?: QueryOptions): QueryStream;
  /** Asks at once, and resolves to the result. Rejects when it `is_error`, with the result attached. */
  query(prompt: PromptContent, options?: QueryOptions): Promise<ResultMessage>;
  /**
   * Begins a new conversation, behind everything accepted so far. The old one can still be resumed by its id. Rejects with
   * `interrupted` where an interrupt meets it behind a turn that the CLI began by itself.
   */
  clear(): Promise<void>;
  /**
   * Ends the open turn, also one that was asked for right before; its query gets the CLI's result for that, or
   * `interrupted` where it had not begun. Queries that wait are left waiting, also while the CLI starts.
   */
  interrupt(): Promise<InterruptOutcome>;
  /** The questions whether a tool may be used, in the order in which they were asked. */
  pendingPermissions(): readonly PermissionQuestion[];
  /** The same, with elicitations and dialogs. */
  pendingQuestions(): readonly Question[];
  /**
   * Answers a pending question of this session. Throws `not_pending` where it was answered, was withdrawn or ran out of
   * time, and `invalid_option` for what is no answer to it, which it then still waits for.
   */
  answerQuestion(id: string, answer: QuestionAnswer): void;
  /** The messages of this conversation so far, from its transcript. Rejects with `conversation_not_found`. */
  conversation(): Promise<readonly ConversationMessage[]>;
  /**
   * Ends the session: open and waiting queries fail with `stopped`. Resolves when nothing of its process tree is alive,
   * which takes at most the option `shutdown` and what SIGKILL needs. Calling it again is the same call. A supervised
   * session stays down until somebody starts it by hand, and costs its supervisor no restart. Rejects only
   * with `not_stopped`, where the operating system would not end something (and, through a name, with `not_found`).
   */
  stop(): Promise<void>;
  /**
   * Calls `listener` on every such event until the returned function is called. Through a name it needs a live session,
   * and throws `not_found` without one.
   */
  on<Name extends keyof SessionEvents>(
    event: Name,
    listener: (...values: SessionEvents[Name]) => unknown,
  ): Unsubscribe;
}
