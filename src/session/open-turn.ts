import type { SessionError } from '../errors/session-error.js';
import type { Message } from '../protocol/messages/index.js';
import type { Prompt } from '../protocol/wire/prompt.js';

/**
 * A prompt that is handed to an incarnation: a query, or a clear. Between `begin` and `close` it is the one in flight; it
 * ends by `end`, `fail` or `timeOut`, of which the first counts. One that can be asked again is begun again after `renew`.
 */
export interface OpenTurn {
  readonly prompt: Prompt;
  /** Nobody waits for it any more; where it was not sent yet, it need not be. */
  readonly ended: boolean;
  begin(): void;
  /** Runs what the CLI asks for in its course as part of what asked for it, and waits for that as well. */
  whereAsked<T>(code: () => T): T;
  /** Its clocks stand still from now on: a person is being asked. */
  pause(): void;
  /** They go on. */
  resume(): void;
  deliver(message: Message, bytes: number): void;
  /** Its result was delivered. */
  end(): void;
  fail(error: SessionError): void;
  timeOut(): void;
  /** Forgets what was said so far, to be asked again under another id; absent where that must not be. */
  renew?(): void;
  /** The turn is over, and the next may begin. */
  close(): void;
}
