import type { SessionErrorCode } from './codes.js';

const BRAND = Symbol.for('troupe.SessionError');

/** As much of a `ResultMessage` as says why it is an error. */
export interface FailedResult {
  readonly type: 'result';
  readonly subtype: string;
  readonly is_error: boolean;
  readonly session_id?: string;
  /** The CLI's words, where the API failed. */
  readonly result?: string;
  /** What went wrong, where the turn ended in another way. */
  readonly errors?: readonly string[];
  readonly terminal_reason?: string | null;
  readonly api_error_status?: number | null;
}

/** What an error knows beside its code; each field is there when it is known. */
export interface SessionErrorFacts {
  /** Name of the session. */
  readonly sessionName?: string | undefined;
  /** Conversation that the session holds, as far as a turn has named it. */
  readonly sessionId?: string | undefined;
  /** How the process ended: its exit code, or the signal that ended it. */
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  /** The last 8 KiB of what the CLI wrote to stderr, without the secrets of its environment. */
  readonly stderrTail?: string | undefined;
  /** Version of the CLI, from its handshake. */
  readonly cliVersion?: string | undefined;
  /**
   * Of a query that failed with its session: whether its prompt had been sent. What was never sent can be asked again
   * without a second thought.
   */
  readonly sent?: boolean | undefined;
  /**
   * Of a query that failed with its session, and of a crash: whether a supervisor brings the session back, so that it can
   * be asked again under the same name.
   */
  readonly restarting?: boolean | undefined;
  /** The CLI's own code of a control request that it refused, where it gave one: `unsupported_request`, `invalid_mode`. */
  readonly controlCode?: string | undefined;
  /** The result message that is the error. */
  readonly result?: FailedResult | undefined;
  /** Name of the option at fault, as a path where it is one of a record: `extraArgs.model`. */
  readonly option?: string | undefined;
  /** Where in a tree of supervisors it happened: the ids from the root down, as `agents/tenants/worker`. */
  readonly path?: string | undefined;
  /** What led to this error; never an error that holds argv or output. */
  readonly cause?: unknown;
}

/** Every failure that troupe reports. Tell them apart by `code`. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
  readonly code: SessionErrorCode;
  readonly sessionName: string | undefined;
  readonly sessionId: string | undefined;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stderrTail: string | undefined;
  readonly cliVersion: string | undefined;
  readonly sent: boolean | undefined;
  readonly restarting: boolean | undefined;
  readonly controlCode: string | undefined;
  readonly result: FailedResult | undefined;
  readonly option: string | undefined;
  readonly path: string | undefined;

  constructor(code: SessionErrorCode, message: string, facts: SessionErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.sessionName = facts.sessionName;
    this.sessionId = facts.sessionId;
    this.exitCode = facts.exitCode;
    this.signal = facts.signal;
    this.stderrTail = facts.stderrTail;
    this.cliVersion = facts.cliVersion;
    this.sent = facts.sent;
    this.restarting = facts.restarting;
    this.controlCode = facts.controlCode;
    this.result = facts.result;
    this.option = facts.option;
    this.path = facts.path;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The message and the facts, without stack and cause: fit for a log. */
  toJSON(): object {
    return { ...Object.fromEntries(Object.entries(this)), message: this.message };
  }
}

/** Whether a value is a {@link SessionError}, also one made by another copy of this package. */
export function isSessionError(value: unknown): value is SessionError {
  return typeof value === 'object' && value !== null && BRAND in value;
}
