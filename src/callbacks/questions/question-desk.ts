import type { HostCall } from '../../adapter/session-adapter.js';
import type { Clock } from '../../base/clock.js';
import type { FaultReporter } from '../../base/isolate.js';
import type { SessionErrorFacts } from '../../errors/session-error.js';
import { OpenQuestion, type QuestionOutcome } from './open-question.js';
import type { Question, QuestionAnswer } from './question.js';
import type { QuestionBoard } from './question-board.js';
import type { Consult, QuestionKind } from './question-kind.js';
import { runCallback, within } from '../run-callback.js';

export interface QuestionDeskRequest {
  /** Whose questions they are; see `run-callback.ts`. */
  readonly of: object;
  /** Of the session, and of its system. */
  readonly boards: readonly QuestionBoard[];
  readonly clock: Clock;
  readonly report: FaultReporter;
  readonly facts: () => SessionErrorFacts;
  /** How long one may wait, in ms. */
  readonly timeout: number;
  readonly announce: (question: Question) => void;
  readonly follower: QuestionFollower;
}

/** Told of each question as it is listed, before it is announced, and as it is not any more. Must not throw. */
export interface QuestionFollower {
  asked(question: Question): void;
  settled(question: Question, how: QuestionOutcome): void;
}

/**
 * Where the questions of a session are asked and answered: each is listed and announced, put to the user's callback, if
 * there is one, and settled by the first answer, by its withdrawal or by its time limit.
 */
export class QuestionDesk {
  readonly #request: QuestionDeskRequest;

  constructor(request: QuestionDeskRequest) {
    this.#request = request;
  }

  async ask<Details extends object, Answer extends QuestionAnswer>(
    call: HostCall,
    kind: QuestionKind<Details, Answer>,
  ): Promise<Readonly<Record<string, unknown>>> {
    const details = this.#read(call, kind);
    if (kind.decider === undefined) return kind.encode(kind.refusal('nobody'), details);
    const open = new OpenQuestion(call.id, kind.check);
    this.#put(call, kind, details, open);
    return kind.encode(await open.outcome, details);
  }

  #read<Details extends object, Answer extends QuestionAnswer>(
    { request }: HostCall,
    kind: QuestionKind<Details, Answer>,
  ): Details {
    try {
      return kind.read(request);
    } catch (fault) {
      this.#request.report(`reading a question for ${kind.option}`, fault);
      throw new Error(`This host does not understand the request '${request.subtype}'.`);
    }
  }

  /** Lets all who may answer know of it, until it is settled. */
  #put<Details extends object, Answer extends QuestionAnswer>(
    { id, signal }: HostCall,
    kind: QuestionKind<Details, Answer>,
    details: Details,
    open: OpenQuestion<Answer>,
  ): void {
    const { of, boards, clock, timeout, facts, announce, follower } = this.#request;
    const { sessionName, sessionId } = facts();
    const question = Object.freeze({
      kind: kind.kind,
      id,
      sessionName,
      sessionId,
      ...details,
      signal: open.signal,
      answer: (answer: Answer) => open.answer(answer),
    }) as unknown as Question;
    const onAbort = (): void => open.withdraw();
    signal.addEventListener('abort', onAbort);
    const timer = clock.setTimeout(() => open.giveUp(kind.refusal('late'), 'late'), timeout);
    open.onSettled = (how) => {
      signal.removeEventListener('abort', onAbort);
      clock.clearTimeout(timer);
      for (const board of boards) board.remove(question);
      follower.settled(question, how);
    };
    for (const board of boards) board.add(question);
    follower.asked(question);
    within(
      of,
      () => open.isOpen,
      () => announce(question),
    );
    if (typeof kind.decider === 'function' && open.isOpen) {
      void this.#consult(kind, kind.decider, details, open, id);
    }
  }

  async #consult<Details extends object, Answer extends QuestionAnswer>(
    kind: QuestionKind<Details, Answer>,
    decider: Consult<Details, Answer>,
    details: Details,
    open: OpenQuestion<Answer>,
    requestId: string,
  ): Promise<void> {
    const { of, report } = this.#request;
    try {
      const answer = await runCallback(
        of,
        () => decider(details, { signal: open.signal, requestId }),
        open.signal,
      );
      if (answer !== null) open.conclude(answer);
    } catch (fault) {
      if (!isHeededAbort(open.signal, fault)) report(kind.option, fault);
      open.giveUp(kind.refusal('failed'), 'failed');
    }
  }
}

/** A callback that rejects because its signal fired has done what it should. */
function isHeededAbort({ aborted }: AbortSignal, fault: unknown): boolean {
  return aborted && fault instanceof Error && fault.name === 'AbortError';
}
