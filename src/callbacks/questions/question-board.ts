import { notPending } from './open-question.js';
import type { PermissionQuestion, Question, QuestionAnswer } from './question.js';

/** The questions that are pending, in the order in which they were asked: of one session, or of a system. */
export class QuestionBoard {
  readonly #pending = new Map<string, Question>();

  get size(): number {
    return this.#pending.size;
  }

  get all(): readonly Question[] {
    return [...this.#pending.values()];
  }

  get permissions(): readonly PermissionQuestion[] {
    return this.all.filter((question) => question.kind === 'permission');
  }

  add(question: Question): void {
    this.#pending.set(question.id, question);
  }

  /** Takes it away, unless another has been asked under its id: nobody sees to it that those are unique. */
  remove(question: Question): void {
    if (this.#pending.get(question.id) === question) this.#pending.delete(question.id);
  }

  /** Throws `not_pending`, and `invalid_option` for what is no answer to it. */
  answer(id: string, answer: QuestionAnswer): void {
    const question = this.#pending.get(id);
    if (!question) throw notPending(id);
    (question.answer as (answer: QuestionAnswer) => void)(answer);
  }
}
