import { randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.js';
import type { SessionErrorCode } from '../errors/codes.js';
import { resultErrorCode } from '../protocol/judge-result.js';
import type { PromptContent, ResultMessage } from '../protocol/messages/index.js';
import type { QueryHappening } from './query-happening.js';

export interface QueryCourseRequest {
  readonly prompt: PromptContent;
  readonly clock: Clock;
  readonly tell: (make: (content: boolean) => QueryHappening) => void;
}

/** What becomes of a query, as its system's events tell it: of one that was accepted, the end, once. */
export class QueryCourse {
  /** The query's own, however often it is sent. */
  readonly id = randomUUID();
  readonly #request: QueryCourseRequest;
  #stage: 'new' | 'accepted' | 'ended' = 'new';
  #sentAt: number | undefined;
  /** What the CLI has answered with, if it has. */
  result: ResultMessage | undefined;

  constructor(request: QueryCourseRequest) {
    this.#request = request;
  }

  accepted(): void {
    this.#stage = 'accepted';
    this.#tellPrompt('query.accepted');
  }

  started(): void {
    if (this.#stage !== 'accepted') return;
    this.#sentAt ??= this.#request.clock.now();
    this.#tellPrompt('query.started');
  }

  ended(outcome: 'ok' | 'left' | SessionErrorCode): void {
    if (this.#stage !== 'accepted') return;
    this.#stage = 'ended';
    const { tell, clock } = this.#request;
    const duration = this.#sentAt === undefined ? undefined : clock.now() - this.#sentAt;
    const { id: query, result } = this;
    const cost = result?.total_cost_usd;
    tell((content) => ({
      type: 'query.ended',
      query,
      outcome,
      duration,
      cost,
      ...(content && result && { result }),
    }));
  }

  /** The turn was ended by the CLI. */
  answered(): void {
    // Without a result, which is what its reader is told then.
    if (!this.result) return this.ended('protocol');
    this.ended(this.result.is_error ? resultErrorCode(this.result) : 'ok');
  }

  #tellPrompt(type: 'query.accepted' | 'query.started'): void {
    const { tell, prompt } = this.#request;
    tell((content) => ({ type, query: this.id, ...(content && { prompt }) }));
  }
}
