import type { FrameCounts } from '../adapter/session-adapter.js';
import type { Unsubscribe } from '../base/emitter.js';
import type { FaultReporter } from '../base/isolate.js';
import { quiet } from '../base/quiet.js';
import { SessionError } from '../errors/session-error.js';
import type { ConversationMessage } from '../history/index.js';
import type { Message, PromptContent, ResultMessage } from '../protocol/messages/index.js';
import type { MaybeLater } from '../registry/registry.js';
import type { PermissionQuestion, Question, QuestionAnswer } from '../callbacks/questions/question.js';
import type { ControlAnswer, ControlPayload, ServerInfo } from '../protocol/control/index.js';
import { ControlVerbs } from './control-verbs.js';
import { NO_ACTOR, type ActorView } from './actor-view.js';
import { checkQuery } from './check-query.js';
import type { SessionState } from './incarnation.js';
import type { LiveSession } from './live-session.js';
import type { QueryOptions } from './query.js';
import { QueryStream } from './query-stream.js';
import { NO_COUNTS } from './session-state.js';
import type { InterruptOutcome, Session, SessionEvents, SessionStatus } from './session.js';

/** A session by its name: each call looks it up anew, so that it may be held before, after and across its lives. */
export class SessionRef extends ControlVerbs implements Session {
  readonly name: string;
  readonly #resolve: () => MaybeLater<LiveSession | undefined>;
  readonly #report: FaultReporter;

  constructor(name: string, resolve: () => MaybeLater<LiveSession | undefined>, report: FaultReporter) {
    super();
    this.name = name;
    this.#resolve = resolve;
    this.#report = report;
  }

  get sessionId(): string | undefined {
    return this.#peek()?.sessionId;
  }

  get parentSessionId(): string | undefined {
    return this.#peek()?.parentSessionId;
  }

  get state(): SessionState {
    return this.#peek()?.state ?? 'stopped';
  }

  get status(): SessionStatus {
    return this.#peek()?.status ?? 'stopped';
  }

  get queued(): number {
    return this.#peek()?.queued ?? 0;
  }

  get pid(): number | undefined {
    return this.#peek()?.pid;
  }

  get counts(): FrameCounts {
    return this.#peek()?.counts ?? NO_COUNTS;
  }

  get actor(): ActorView {
    return this.#peek()?.actor ?? NO_ACTOR;
  }

  stream(prompt: PromptContent, options: QueryOptions = {}): QueryStream {
    checkQuery(prompt, options);
    return new QueryStream({
      open: () => {
        // At once where it can be, so that calls keep their order with those on the session itself.
        const stream = this.#peek()?.stream(prompt, options) ?? this.#streamed(prompt, options);
        return stream[Symbol.asyncIterator]();
      },
      partialMessages: () => this.#peek()?.partialMessages,
      facts: () => ({ sessionName: this.name, sessionId: this.sessionId }),
      report: this.#report,
    });
  }

  query(prompt: PromptContent, options?: QueryOptions): Promise<ResultMessage> {
    return this.#ask((session) => session.query(prompt, options));
  }

  ready(): Promise<void> {
    return this.#ask((session) => session.ready());
  }

  clear(): Promise<void> {
    return this.#ask((session) => session.clear());
  }

  interrupt(): Promise<InterruptOutcome> {
    return this.#ask((session) => session.interrupt());
  }

  control<Subtype extends string>(
    subtype: Subtype,
    payload?: ControlPayload<Subtype>,
  ): Promise<ControlAnswer<Subtype>> {
    return this.#ask((session) => session.control(subtype, payload));
  }

  getServerInfo(): Promise<ServerInfo> {
    return this.#ask((session) => session.getServerInfo());
  }

  pendingPermissions(): readonly PermissionQuestion[] {
    return this.#peek()?.pendingPermissions() ?? [];
  }

  pendingQuestions(): readonly Question[] {
    return this.#peek()?.pendingQuestions() ?? [];
  }

  /** Throws `not_found` where no such session runs. */
  answerQuestion(id: string, answer: QuestionAnswer): void {
    this.#require(this.#peek()).answerQuestion(id, answer);
  }

  conversation(): Promise<readonly ConversationMessage[]> {
    return this.#ask((session) => session.conversation());
  }

  stop(): Promise<void> {
    return this.#ask((session) => session.stop());
  }

  /** Throws `not_found` where no such session runs. */
  on<Name extends keyof SessionEvents>(
    event: Name,
    listener: (...values: SessionEvents[Name]) => unknown,
  ): Unsubscribe {
    return this.#require(this.#peek()).on(event, listener);
  }

  /** Stops the session, if there still is one. */
  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#resolve())?.stop();
  }

  /** At once where the registry answers at once, so that calls keep their order with those on the session itself. */
  #ask<T>(verb: (session: LiveSession) => Promise<T>): Promise<T> {
    const found = this.#resolve();
    return quiet(
      found instanceof Promise ? found.then((later) => verb(this.#require(later))) : this.#now(found, verb),
    );
  }

  async #now<T>(found: LiveSession | undefined, verb: (session: LiveSession) => Promise<T>): Promise<T> {
    return verb(this.#require(found));
  }

  async *#streamed(prompt: PromptContent, options: QueryOptions): AsyncGenerator<Message, void> {
    yield* this.#require(await this.#resolve()).stream(prompt, options);
  }

  #peek(): LiveSession | undefined {
    const found = this.#resolve();
    return found instanceof Promise ? undefined : found;
  }

  #require(found: LiveSession | undefined): LiveSession {
    if (found) return found;
    throw new SessionError(
      'not_found',
      `No live session is called '${this.name}'. Start one with startSession({ name: '${this.name}' }).`,
      { sessionName: this.name },
    );
  }
}
