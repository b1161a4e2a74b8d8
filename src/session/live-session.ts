import { setImmediate } from 'node:timers/promises';
import { faultReporter } from '../base/fault-text.js';
import type { FrameCounts } from '../adapter/session-adapter.js';
import { Emitter, type Unsubscribe } from '../base/emitter.js';
import type { FaultReporter } from '../base/isolate.js';
import { quiet } from '../base/quiet.js';
import { SessionError } from '../errors/session-error.js';
import type { ConversationMessage } from '../history/index.js';
import type { PromptContent, ResultMessage } from '../protocol/messages/index.js';
import { answered } from '../protocol/judge-result.js';
import type { Registry } from '../registry/registry.js';
import { ActorFeed, type ActorView } from './actor-view.js';
import { QuestionBoard } from '../callbacks/questions/question-board.js';
import type { PermissionQuestion, Question, QuestionAnswer } from '../callbacks/questions/question.js';
import type { SessionCallbacks } from '../callbacks/session-callbacks.js';
import { refuseWithinCallback, sessionCallbacks } from './callbacks-wiring.js';
import type { ControlAnswer, ControlPayload, ServerInfo } from '../protocol/control/index.js';
import { ControlVerbs } from './control-verbs.js';
import { Controls } from './controls.js';
import { LiveSettings } from './live-settings.js';
import { ByteBudget } from './byte-budget.js';
import { checkQuery } from './check-query.js';
import { Claims } from './claims.js';
import { Identity } from './identity.js';
import type { Inbox } from './inbox.js';
import type { SessionState } from './incarnation.js';
import { limitsOf, type SessionLimits } from './limits.js';
import { LifeCourse } from './life-course.js';
import { Lives } from './lives.js';
import type { LifeWatcher, OwnedSession } from './owner.js';
import { queryReader } from './query-reader.js';
import { QueryStream } from './query-stream.js';
import { Query, type QueryOptions } from './query.js';
import type { Chronicle, SessionHappening, Subject } from './session-happening.js';
import type { InterruptOutcome, Session, SessionEvents, SessionStatus } from './session.js';
import type { SessionMeans } from './session-means.js';
import type { LastExit } from './whereabouts.js';

/** What a session is made from. */
export interface SessionRequest extends SessionMeans {
  readonly registry: Registry<LiveSession>;
  /** Where the questions of all sessions of the system are listed. */
  readonly questions: QuestionBoard;
  /** Where it is taken down what happens to it. */
  readonly chronicle: Chronicle<SessionHappening>;
}

/**
 * A session that this host runs: the name, and the handle that people hold. Below it are the inbox of what was asked, and
 * the incarnations, which its owner begins.
 */
export class LiveSession extends ControlVerbs implements Session, OwnedSession, Subject {
  readonly #request: SessionRequest;
  readonly #course: LifeCourse<SessionState, SessionStatus, SessionHappening>;
  readonly #limits: SessionLimits;
  readonly #identity: Identity;
  readonly #claims: Claims<LiveSession>;
  readonly #report: FaultReporter;
  readonly #events: Emitter<SessionEvents>;
  readonly #feed: ActorFeed;
  readonly #lives: Lives;
  readonly #inbox: Inbox;
  readonly #questions = new QuestionBoard();
  readonly #callbacks: SessionCallbacks;
  readonly #controls: Controls;

  /**
   * Throws `name_taken` or `conversation_in_use`, and nothing is claimed then. Nothing is started before the first
   * `begin`.
   */
  constructor(request: SessionRequest) {
    super();
    this.#request = request;
    this.#report = faultReporter(request.logger, this.name);
    this.#course = new LifeCourse((make, at) => request.chronicle(this, make, at));
    this.#limits = limitsOf(request.options);
    this.#events = new Emitter(this.#report);
    this.#feed = new ActorFeed(this.#report);
    this.#identity = new Identity(request.options);
    this.#claims = new Claims<LiveSession>(request.registry, this);
    this.#callbacks = sessionCallbacks({
      options: request.options,
      clock: request.clock,
      boards: [this.#questions, request.questions],
      report: this.#report,
      events: this.#events,
      tell: (make) => this.#course.tell(make),
      lives: () => this.#lives,
      controlTimeout: this.#limits.controlTimeout,
    });
    const settings = new LiveSettings(request.options);
    this.#lives = new Lives({
      means: request,
      limits: this.#limits,
      identity: this.#identity,
      claims: this.#claims,
      claimed: quiet(this.#claims.take(this.name, this.#identity.claimed)),
      events: this.#events,
      feed: this.#feed,
      report: this.#report,
      course: this.#course,
      settings,
      serve: (call) => this.#callbacks.serve(call),
      hungUp: () => this.#callbacks.tools.disconnect(),
    });
    this.#inbox = this.#lives.inbox;
    this.#controls = new Controls({
      options: request.options,
      lives: this.#lives,
      settings,
      tools: this.#callbacks.tools,
      clock: request.clock,
      timeout: this.#limits.controlTimeout,
    });
  }

  get name(): string | undefined {
    return this.#request.options.name;
  }

  get path(): string {
    return this.#request.path;
  }

  get sessionId(): string | undefined {
    return this.#identity.sessionId;
  }

  get parentSessionId(): string | undefined {
    return this.#identity.parentSessionId;
  }

  get state(): SessionState {
    return this.#lives.state;
  }

  get status(): SessionStatus {
    return this.#lives.status;
  }

  get queued(): number {
    return this.#inbox.waiting;
  }

  get pid(): number | undefined {
    return this.#lives.pid;
  }

  get counts(): FrameCounts {
    return this.#lives.counts;
  }

  get partialMessages(): boolean {
    return this.#request.options.includePartialMessages === true;
  }

  get actor(): ActorView {
    return this.#feed;
  }

  on<Name extends keyof SessionEvents>(
    event: Name,
    listener: (...values: SessionEvents[Name]) => unknown,
  ): Unsubscribe {
    return this.#events.on(event, listener);
  }

  stream(prompt: PromptContent, options: QueryOptions = {}): QueryStream {
    checkQuery(prompt, options);
    return new QueryStream({
      open: () => {
        refuseWithinCallback(this.#callbacks, this.#lives);
        return queryReader(this.#query(prompt, options), this.#inbox);
      },
      partialMessages: () => this.partialMessages,
      facts: () => this.#lives.facts(),
      report: this.#report,
    });
  }

  query(prompt: PromptContent, options?: QueryOptions): Promise<ResultMessage> {
    return quiet(this.#answer(prompt, options));
  }

  clear(): Promise<void> {
    return quiet(this.#clear());
  }

  control<Subtype extends string>(
    subtype: Subtype,
    payload?: ControlPayload<Subtype>,
  ): Promise<ControlAnswer<Subtype>> {
    return quiet(this.#controls.ask({ ...payload, subtype })) as Promise<ControlAnswer<Subtype>>;
  }

  getServerInfo(): Promise<ServerInfo> {
    return quiet(this.#controls.serverInfo());
  }

  pendingPermissions(): readonly PermissionQuestion[] {
    return this.#questions.permissions;
  }

  pendingQuestions(): readonly Question[] {
    return this.#questions.all;
  }

  answerQuestion(id: string, answer: QuestionAnswer): void {
    this.#questions.answer(id, answer);
  }

  async interrupt(): Promise<InterruptOutcome> {
    // What is about to be sent counts: an answer is told a few microtasks before the next query has the slot.
    if (this.status === 'idle' && this.queued > 0) await setImmediate();
    const incarnation = this.#lives.incarnated;
    if (!incarnation?.interruptible) return 'nothing_running';
    incarnation.interrupt();
    await incarnation.settled();
    if (this.#inbox.closedBy || incarnation.ended) return 'killed';
    return incarnation.cutShort ? 'interrupted' : 'nothing_running';
  }

  async conversation(): Promise<readonly ConversationMessage[]> {
    const { backend, options } = this.#request;
    if (this.sessionId !== undefined) return backend.readConversation(this.sessionId, options);
    throw new SessionError(
      'conversation_not_found',
      'No turn has begun a conversation yet: ask something first.',
    );
  }

  ready(): Promise<void> {
    return this.#lives.milestones.ready;
  }

  stop(): Promise<void> {
    return this.#lives.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  // OwnedSession: what its owner has become of it.

  get incarnation(): number {
    return this.#lives.incarnation;
  }

  get restarts(): number {
    return this.#lives.restarts;
  }

  get lastError(): SessionError | undefined {
    return this.#lives.lastError;
  }

  get nextStart(): number | undefined {
    return this.#lives.nextStart;
  }

  /** When it came into this state and status, in ms of the system's clock. */
  get since(): number {
    return this.#lives.since;
  }

  /** How many questions wait for an answer. */
  get openQuestions(): number {
    return this.#questions.size;
  }

  get lastExit(): LastExit | undefined {
    return this.#lives.lastExit;
  }

  /** Whether it is part of the tree that `system.inspectTree()` shows. */
  get isInTree(): boolean {
    return this.#course.isInTree;
  }

  joined(tags: readonly string[]): void {
    this.#lives.joined(tags);
  }

  begin(watcher: LifeWatcher): void {
    this.#lives.begin(watcher);
  }

  halt(budget: number): void {
    this.#lives.halt(budget);
  }

  suspend(status: 'waiting' | 'restarting', nextStart?: number): void {
    this.#lives.suspend(status, nextStart);
  }

  end(reason: SessionError, status: 'stopped' | 'gaveUp'): void {
    this.#lives.end(reason, status);
  }

  release(): void {
    this.#claims.release();
    this.#course.released();
  }

  async #clear(): Promise<void> {
    refuseWithinCallback(this.#callbacks, this.#lives);
    await this.#inbox.clear();
  }

  async #answer(prompt: PromptContent, options?: QueryOptions): Promise<ResultMessage> {
    return answered(await this.stream(prompt, options).finalResult(), this.#lives.facts());
  }

  #query(content: PromptContent, options: QueryOptions): Query {
    return new Query({
      content,
      options,
      defaults: this.#limits,
      budget: new ByteBudget(this.#limits.maxBufferedBytes),
      clock: this.#request.clock,
      facts: () => this.#lives.facts(),
      tell: (make) => this.#course.tell(make),
      onGiveUp: (query) => this.#inbox.drop(query),
    });
  }
}
