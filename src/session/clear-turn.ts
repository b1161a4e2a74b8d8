import { AsyncResource } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { quietDeferred } from '../base/deferred.js';
import { SessionError } from '../errors/session-error.js';
import type { Message } from '../protocol/messages/index.js';
import type { Prompt } from '../protocol/wire/prompt.js';
import type { OpenTurn } from './open-turn.js';

/** A request to begin a new conversation: the CLI's own `/clear`, which answers with `local_command: 'clear'`. */
export class ClearTurn implements OpenTurn {
  readonly prompt: Prompt = { id: randomUUID(), content: '/clear' };
  readonly #done = quietDeferred();
  readonly #origin = new AsyncResource('troupe.clear');
  #cleared = false;
  /** Its result has come: nothing that happens to the process makes another outcome of it. */
  #isOver = false;
  #error: SessionError | undefined;

  /** Resolves when the turn is over and the conversation is a new one. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  get ended(): boolean {
    return this.#error !== undefined;
  }

  begin(): void {
    // Nothing is limited here: the state `clearing` has its own timer.
  }

  whereAsked<T>(code: () => T): T {
    return this.#origin.runInAsyncScope(code);
  }

  pause(): void {
    // As for `begin`.
  }

  resume(): void {
    // As for `begin`.
  }

  deliver(message: Message): void {
    this.#cleared ||= message.type === 'result' && message.local_command === 'clear' && !message.is_error;
  }

  end(): void {
    if (!this.#cleared)
      this.fail(new SessionError('protocol', 'The CLI answered /clear, but did not clear the conversation.'));
    this.#isOver = true;
  }

  fail(error: SessionError): void {
    if (!this.#isOver) this.#error ??= error;
  }

  timeOut(): void {
    this.fail(new SessionError('timeout', 'The CLI did not clear the conversation in time.'));
  }

  close(): void {
    if (this.#error) this.#done.reject(this.#error);
    else this.#done.resolve();
  }
}
