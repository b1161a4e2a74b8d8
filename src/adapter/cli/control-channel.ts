import { randomUUID } from 'node:crypto';
import type { Clock, TimerHandle } from '../../base/clock.js';
import { quietDeferred, type Deferred } from '../../base/deferred.js';
import { SessionError } from '../../errors/session-error.js';
import type { ControlOutcome, ControlRequestBody } from '../../protocol/wire/classify-line.js';
import { controlRequestLine } from '../../protocol/wire/host-lines.js';

interface Pending {
  readonly subtype: string;
  readonly answer: Deferred<Readonly<Record<string, unknown>>>;
  readonly timer: TimerHandle;
}

/**
 * The control requests of the host that are under way, correlated by id (`cli-protocol.md`, 3). Each has its own time
 * limit, so that every one settles; an answer to none of them is ignored, as the CLI does itself.
 */
export class ControlChannel {
  readonly #pending = new Map<string, Pending>();
  readonly #clock: Clock;
  readonly #write: (line: string) => void;
  readonly #redact: (text: string) => string;
  #isClosed = false;

  /** What the CLI says of a request that it refuses passes through `redact`. */
  constructor(
    clock: Clock,
    write: (line: string) => void,
    redact: (text: string) => string = (text) => text,
  ) {
    this.#clock = clock;
    this.#write = write;
    this.#redact = redact;
  }

  request(body: ControlRequestBody, timeout: number): Promise<Readonly<Record<string, unknown>>> {
    const answer = quietDeferred<Readonly<Record<string, unknown>>>();
    try {
      this.#send(body, timeout, answer);
    } catch (error) {
      answer.reject(error as SessionError);
    }
    return answer.promise;
  }

  settle(id: string, outcome: ControlOutcome): void {
    const pending = this.#take(id);
    if (!pending) return;
    if (outcome.ok) pending.answer.resolve(outcome.response);
    else {
      pending.answer.reject(
        new SessionError(
          'control_failed',
          `The CLI refused '${pending.subtype}': ${this.#redact(outcome.error)}`,
          {
            controlCode: outcome.errorCode,
          },
        ),
      );
    }
  }

  /** Rejects what is still pending, and whatever is asked from now on: the process will not answer any more. */
  close(): void {
    this.#isClosed = true;
    for (const id of [...this.#pending.keys()]) this.#take(id)?.answer.reject(unanswered());
  }

  #send(body: ControlRequestBody, timeout: number, answer: Pending['answer']): void {
    if (this.#isClosed) throw unanswered();
    const id = randomUUID();
    const line = controlRequestLine(id, body);
    const timer = this.#clock.setTimeout(() => this.#expire(id, timeout), timeout);
    this.#pending.set(id, { subtype: body.subtype, answer, timer });
    this.#write(line);
  }

  #expire(id: string, timeout: number): void {
    const pending = this.#take(id);
    pending?.answer.reject(
      new SessionError(
        'control_timeout',
        `The CLI did not answer '${pending.subtype}' within ${timeout} ms.`,
      ),
    );
  }

  #take(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    this.#clock.clearTimeout(pending?.timer);
    return pending;
  }
}

function unanswered(): SessionError {
  return new SessionError('stopped', 'The process ended before it answered the control request.');
}
