import { quietDeferred } from '../../base/deferred.js';
import { SessionError } from '../../errors/session-error.js';

/**
 * How a question is settled: it was answered, by whomever; withdrawn, by the CLI or the end of its process; or it ran out of
 * time, or the session's callback failed, and what asked was refused.
 */
export type QuestionOutcome = 'answered' | 'withdrawn' | 'late' | 'failed';

/** A question from its being asked to its being settled, which happens once. */
export class OpenQuestion<Answer> {
  readonly #outcome = quietDeferred<Answer>();
  readonly #over = new AbortController();
  readonly #check: (answer: unknown) => Answer;
  readonly #id: string;
  #onSettled: (how: QuestionOutcome) => void = () => undefined;
  #isOpen = true;

  /** `check` returns the answer, or throws `invalid_option` for what is none. */
  constructor(id: string, check: (answer: unknown) => Answer) {
    this.#id = id;
    this.#check = check;
  }

  /** Called as it is settled, before anybody who waits or listens for that. */
  set onSettled(listener: (how: QuestionOutcome) => void) {
    this.#onSettled = listener;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Rejects where it was withdrawn. */
  get outcome(): Promise<Answer> {
    return this.#outcome.promise;
  }

  /** An answer from anywhere. */
  answer(given: unknown): void {
    if (!this.#isOpen) throw notPending(this.#id);
    const answer = this.#check(given);
    this.#settle(answer, 'answered');
    this.#over.abort();
  }

  /** An answer by the session's own callback; where another was first, it goes nowhere. */
  conclude(given: unknown): void {
    if (this.#isOpen) this.#settle(this.#check(given), 'answered');
  }

  /** Nobody answered in time, or the one who was asked failed. */
  giveUp(answer: Answer, why: 'late' | 'failed'): void {
    if (!this.#isOpen) return;
    this.#settle(answer, why);
    this.#over.abort();
  }

  /** Whoever asked does not wait any more. */
  withdraw(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#onSettled('withdrawn');
    this.#outcome.reject(notPending(this.#id));
    this.#over.abort();
  }

  #settle(answer: Answer, how: QuestionOutcome): void {
    this.#isOpen = false;
    this.#onSettled(how);
    this.#outcome.resolve(answer);
  }
}

export function notPending(id: string): SessionError {
  return new SessionError(
    'not_pending',
    `No question ${id} is pending: it was answered, was withdrawn, or ran out of time.`,
  );
}
