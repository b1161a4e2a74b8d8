import type { HostCall } from '../../adapter/session-adapter.js';
import type { QuestionAnswer } from './question.js';

/** What is particular to one kind of questions. */
export interface QuestionKind<Details extends object, Answer extends QuestionAnswer> {
  readonly kind: 'permission' | 'elicitation' | 'dialog';
  /** The option by which it is decided. */
  readonly option: string;
  /** Who is asked, as the user configured it. */
  readonly decider: 'ask' | undefined | Consult<Details, Answer>;
  /** Reads what the CLI asks; throws where that cannot be understood. */
  readonly read: (request: HostCall['request']) => Details;
  /** Throws `invalid_option` for what is no answer. */
  readonly check: (answer: unknown) => Answer;
  /** The answer where nobody is to be asked, or nobody answers. */
  readonly refusal: (why: 'nobody' | 'late' | 'failed') => Answer;
  /** What the CLI is told. */
  readonly encode: (answer: Answer, details: Details) => Readonly<Record<string, unknown>>;
}

/** The user's callback, called as its option promises; `null` leaves the question to others. */
export type Consult<Details, Answer> = (
  details: Details,
  context: { readonly signal: AbortSignal; readonly requestId: string },
) => Answer | null | Promise<Answer | null>;
