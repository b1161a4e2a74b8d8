import type { Clock } from '../base/clock.js';
import type { Logger } from '../base/logger.js';
import type { SessionError } from '../errors/session-error.js';
import type { ConversationMessage } from '../history/index.js';
import type { Exit } from '../process/child.js';
import type { Message } from '../protocol/messages/index.js';
import type { StartingPoint } from '../protocol/options/launch-arguments.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import type { ControlRequestBody } from '../protocol/wire/classify-line.js';
import type { Prompt } from '../protocol/wire/prompt.js';

/**
 * The one seam to whatever answers a session. An adapter serves one incarnation, and lives through
 *
 *     created -> start() -> sink.ready() -> sink.frame()* -> stop() or its own end -> sink.exited()
 *
 * - `start` is called once, returns at once and never throws: what fails is told by `exited`.
 * - `ready` is called at most once, and frames may come before it.
 * - `write` and `control` are called only between `ready` and `exited`; a prompt is written while no other is open.
 * - `stop` may be called at any time, also before `ready` and more than once; its effect is that `exited` comes.
 * - `exited` is called exactly once and last, when nothing of the process tree is alive and all it said was handed on.
 * - No method throws or rejects in another way than its comment says.
 */
export interface SessionAdapter {
  /** Of the process, while there is one. */
  readonly pid: number | undefined;
  /** What came over the wire and was not understood. */
  readonly counts: FrameCounts;
  start(sink: AdapterSink): void;
  /** Sends one prompt. Throws `invalid_option` for one that the CLI would end on. */
  write(prompt: Prompt): void;
  /**
   * Sends a control request. Rejects with `control_failed`, with `control_timeout` after `timeout` ms, with
   * `invalid_option` for one that the CLI would end on, and with `stopped` when the process has ended.
   */
  control(request: ControlRequestBody, timeout: number): Promise<Readonly<Record<string, unknown>>>;
  /** Ends the process and its tree within about `budget` ms; 0 kills at once. */
  stop(budget: number): void;
}

/** Where an adapter reports to. */
export interface AdapterSink {
  ready(handshake: HandshakeAnswer): void;
  frame(frame: Frame): void;
  /**
   * Has the host answer what is asked of it, also before `ready`. It rejects where there is no answer to give, which the
   * other side is told in the words of the rejection.
   */
  serve(call: HostCall): Promise<Readonly<Record<string, unknown>>>;
  exited(ending: Ending): void;
}

/** Something that is asked of the host: a permission, a hook, a tool of its own (`cli-protocol.md`, 5). */
export interface HostCall {
  readonly id: string;
  readonly request: ControlRequestBody;
  /** Fires when nobody waits for the answer any more: it was withdrawn, or the process is gone. */
  readonly signal: AbortSignal;
}

/** What the handshake said; the CLI's own keys. */
export type HandshakeAnswer = Readonly<Record<string, unknown>>;

/** One thing that was said: a message with its length on the wire, or a step in the life of a prompt. */
export type Frame =
  | { readonly kind: 'message'; readonly message: Message; readonly bytes: number }
  | { readonly kind: 'lifecycle'; readonly promptId: string; readonly state: string };

/** How an incarnation ended. `error` says why, where it could not start. */
export interface Ending {
  readonly exit: Exit | undefined;
  readonly error?: SessionError | undefined;
  readonly stderrTail?: string | undefined;
  /** What could not be ended, or not be seen to have ended: `not_stopped`. */
  readonly leftover?: SessionError | undefined;
}

/** Numbers that only grow. */
export interface FrameCounts {
  /** Messages of an unknown type or shape; they were passed on. */
  readonly unknownMessages: number;
  /** Lines that were no JSON object; they were dropped. */
  readonly noiseLines: number;
  /** Lines above the limit of 64 MiB; they were dropped. */
  readonly oversizedLines: number;
}

/** What an adapter is made from. */
export interface AdapterRequest {
  readonly options: SessionOptions;
  readonly start: StartingPoint;
  readonly controlTimeout: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A kind of adapter, with the conversations it can come back to. */
export interface Backend {
  /** Makes an adapter, at once or later; it starts nothing before its `start`. A failure is a failed start. */
  createAdapter(request: AdapterRequest): SessionAdapter | Promise<SessionAdapter>;
  /** Id of the latest conversation where such a session would run; `undefined` if there is none. */
  latestConversation(options: Where): Promise<string | undefined>;
  /** Whether a process of these options could resume the conversation: something was said in it, and it is kept. */
  conversationExists(sessionId: string, options: Where): Promise<boolean>;
  /**
   * Takes away what is kept under an id in which nothing was said, where that is in the way of a conversation that is to
   * begin under it. A backend in which nothing ever is leaves it out.
   */
  discardEmpty?(sessionId: string, options: Where): Promise<void>;
  /** The messages of a conversation; rejects with `conversation_not_found`. */
  readConversation(sessionId: string, options: Where): Promise<readonly ConversationMessage[]>;
}

/** The options that decide where conversations are kept. */
export type Where = Pick<SessionOptions, 'cwd' | 'env'>;
