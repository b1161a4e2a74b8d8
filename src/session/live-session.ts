import { setImmediate } from 'node:timers/promises';
import { faultReporter, faultText } from '../base/fault-text.js';
import type { InspectionEvent } from 'xstate';
import type { Backend, Ending, FrameCounts, HandshakeAnswer } from '../adapter/session-adapter.js';
import type { Clock } from '../base/clock.js';
import { quietDeferred } from '../base/deferred.js';
import { Emitter, type Unsubscribe } from '../base/emitter.js';
import type { FaultReporter } from '../base/isolate.js';
import type { Logger } from '../base/logger.js';
import { quiet } from '../base/quiet.js';
import { restate } from '../errors/restate.js';
import { isSessionError, SessionError, type SessionErrorFacts } from '../errors/session-error.js';
import type { ConversationMessage } from '../history/index.js';
import type { SessionMachineOutput } from '../../machines/session.types.js';
import type { PromptContent, ResultMessage } from '../protocol/messages/index.js';
import { answered } from '../protocol/judge-result.js';
import type { StartingPoint } from '../protocol/options/launch-arguments.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import type { Registry } from '../registry/registry.js';
import { ActorFeed, type ActorView } from './actor-view.js';
import { ByteBudget } from './byte-budget.js';
import { checkQuery } from './check-query.js';
import { Claims } from './claims.js';
import { endError } from './end-error.js';
import { Incarnation, type IncarnationHooks, type ActorSnapshot, type SessionState } from './incarnation.js';
import { limitsOf, type SessionLimits } from './limits.js';
import { Inbox } from './inbox.js';
import { queryReader } from './query-reader.js';
import { QueryStream } from './query-stream.js';
import { Query, type QueryOptions } from './query.js';
import type { InterruptOutcome, Session, SessionEvents, SessionStatus } from './session.js';
import type { StartGate } from './start-gate.js';
import { continuedFrom, startingPoint } from './starting-point.js';

/** Of a session without a process. */
export const NO_COUNTS: FrameCounts = { unknownMessages: 0, noiseLines: 0, oversizedLines: 0 };

/** What a session is made from. */
export interface SessionRequest {
  readonly options: SessionOptions;
  readonly backend: Backend;
  readonly registry: Registry<LiveSession>;
  readonly gate: StartGate;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly inspect?: ((event: InspectionEvent) => void) | undefined;
  /** Called once, when the session is over. */
  readonly onEnded: (session: LiveSession) => void;
}

/** A session that this host runs: its name, what was asked of it, and below them one incarnation. */
export class LiveSession implements Session {
  readonly #request: SessionRequest;
  readonly #limits: SessionLimits;
  readonly #claims: Claims<LiveSession>;
  readonly #report: FaultReporter;
  readonly #events: Emitter<SessionEvents>;
  readonly #feed: ActorFeed;
  readonly #inbox = new Inbox(() => this.#incarnation);
  readonly #ready = quietDeferred();
  readonly #gone = quietDeferred();
  #start: StartingPoint | undefined;
  #leaveGate: () => void = () => undefined;
  #incarnation: Incarnation | undefined;
  #state: SessionState = 'initializing';
  #sessionId: string | undefined;
  #cliVersion: string | undefined;

  /** Throws `name_taken` or `conversation_in_use`; nothing is started or claimed then. */
  constructor(request: SessionRequest) {
    this.#request = request;
    this.#report = faultReporter(request.logger, this.name);
    this.#limits = limitsOf(request.options);
    this.#events = new Emitter(this.#report);
    this.#feed = new ActorFeed(this.#report);
    this.#start = startingPoint(request.options);
    this.#claims = new Claims<LiveSession>(request.registry, this);
    void this.#launch(this.#claims.take(this.name, this.#start?.sessionId));
  }

  get name(): string | undefined {
    return this.#request.options.name;
  }

  get sessionId(): string | undefined {
    return this.#sessionId;
  }

  get parentSessionId(): string | undefined {
    if (this.#start?.kind !== 'fork') return undefined;
    // After a clear, the conversation is forked from nothing.
    const isFork = this.#sessionId === undefined || this.#sessionId === this.#start.sessionId;
    return isFork ? this.#start.parentSessionId : undefined;
  }

  get state(): SessionState {
    return this.#state;
  }

  get status(): SessionStatus {
    return STATUS[this.#state];
  }

  get queued(): number {
    return this.#inbox.waiting;
  }

  get pid(): number | undefined {
    return this.#state === 'stopped' ? undefined : this.#incarnation?.adapter.pid;
  }

  get counts(): FrameCounts {
    return this.#incarnation?.adapter.counts ?? NO_COUNTS;
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
      open: () => queryReader(this.#query(prompt, options), this.#inbox),
      partialMessages: () => this.partialMessages,
      facts: () => this.#facts(),
      report: this.#report,
    });
  }

  query(prompt: PromptContent, options?: QueryOptions): Promise<ResultMessage> {
    return quiet(this.#answer(prompt, options));
  }

  clear(): Promise<void> {
    return quiet(this.#inbox.clear());
  }

  async interrupt(): Promise<InterruptOutcome> {
    // What is about to be sent counts: an answer is told a few microtasks before the next query has the slot.
    if (this.status === 'idle' && this.queued > 0) await setImmediate();
    const incarnation = this.#incarnation;
    if (!incarnation?.interruptible) return 'nothing_running';
    incarnation.interrupt();
    await incarnation.settled();
    if (this.#inbox.closedBy) return 'killed';
    return incarnation.cutShort ? 'interrupted' : 'nothing_running';
  }

  async conversation(): Promise<readonly ConversationMessage[]> {
    const { backend, options } = this.#request;
    if (this.#sessionId !== undefined) return backend.readConversation(this.#sessionId, options);
    throw new SessionError(
      'conversation_not_found',
      'No turn has begun a conversation yet: ask something first.',
    );
  }

  ready(): Promise<void> {
    return this.#ready.promise;
  }

  stop(): Promise<void> {
    this.#refuse(new SessionError('stopped', 'The session was stopped.', this.#facts()));
    if (this.#incarnation) this.#incarnation.stop();
    else this.#leave();
    return this.#gone.promise;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #answer(prompt: PromptContent, options?: QueryOptions): Promise<ResultMessage> {
    return answered(await this.stream(prompt, options).finalResult(), this.#facts());
  }

  #query(content: PromptContent, options: QueryOptions): Query {
    return new Query({
      content,
      options,
      defaults: this.#limits,
      budget: new ByteBudget(this.#limits.maxBufferedBytes),
      clock: this.#request.clock,
      facts: () => this.#facts(),
      onGiveUp: (query) => this.#inbox.drop(query),
    });
  }

  #started(handshake: HandshakeAnswer): void {
    this.#cliVersion = String(handshake.claude_code_version);
    // A resume is confirmed by the handshake; a new conversation is not there before its first turn.
    if (this.#start?.kind === 'resume') this.#identify(this.#start.sessionId);
    this.#leaveGate();
    this.#ready.resolve();
    this.#inbox.open();
  }

  #identify(sessionId: string): void {
    if (sessionId === this.#sessionId) return;
    this.#sessionId = sessionId;
    this.#claims.moveConversation(sessionId).catch((fault: unknown) => this.#report('claim', fault));
    this.#events.emit('identified', sessionId);
  }

  #follow(snapshot: ActorSnapshot): void {
    this.#feed.publish(snapshot);
    const state = stateOf(snapshot);
    // Until the process is gone, a session that stops is in the state it was in; `#ended` tells the rest.
    if (state !== undefined && state !== 'stopped') this.#enter(state);
  }

  #ended(output: SessionMachineOutput, ending: Ending): void {
    const error = endError(output, ending, this.#facts());
    if (ending.leftover) this.#gone.reject(restate(ending.leftover, this.#facts()));
    this.#refuse(error);
    this.#leave(output.reason === 'stopped' ? undefined : error);
  }

  #facts(): SessionErrorFacts {
    return { sessionName: this.name, sessionId: this.#sessionId, cliVersion: this.#cliVersion };
  }

  /** Everything up to the process: claims that may be answered later, `continue`, and room to start. */
  async #launch(claimed: Promise<void>): Promise<void> {
    try {
      await claimed;
      const start = (this.#start ??= await this.#continue());
      this.#leaveGate = await this.#request.gate.enter();
      const incarnation = await this.#createIncarnation(start);
      if (incarnation && !this.#inbox.closedBy) {
        this.#incarnation = incarnation;
        return incarnation.start();
      }
      // It was stopped meanwhile, before there was anything to stop.
      this.#leaveGate();
    } catch (fault) {
      const error = isSessionError(fault)
        ? fault
        : new SessionError('start_failed', faultText(fault), { cause: fault });
      this.#refuse(error);
      this.#leave(error);
    }
  }

  async #continue(): Promise<StartingPoint> {
    const start = await continuedFrom(this.#request.backend, this.#request.options);
    await this.#claims.moveConversation(start.sessionId);
    return start;
  }

  /** Nothing, where the session was stopped meanwhile; one whose making is inspected can be stopped by that, too. */
  async #createIncarnation(start: StartingPoint): Promise<Incarnation | undefined> {
    if (this.#inbox.closedBy) return undefined;
    const { backend, options, clock, logger, inspect } = this.#request;
    const { controlTimeout, machine: limits, shutdown } = this.#limits;
    const adapter = await backend.createAdapter({ options, start, controlTimeout, clock, logger });
    const hooks: IncarnationHooks = {
      started: (handshake) => this.#started(handshake),
      message: (message) => this.#events.emit('message', message),
      identified: (sessionId) => this.#identify(sessionId),
      snapshot: (snapshot) => this.#follow(snapshot),
      ended: (output, ending) => this.#ended(output, ending),
    };
    return new Incarnation({ adapter, hooks, limits, shutdown, clock, inspect });
  }

  #enter(state: SessionState): void {
    const previous = this.#state;
    if (state === previous) return;
    this.#state = state;
    this.#events.emit('state', state, previous);
  }

  /** Nothing is accepted any more. The first reason counts. */
  #refuse(reason: SessionError): void {
    this.#inbox.close(reason);
    this.#ready.reject(reason);
  }

  /** The process is gone, or there never was one. */
  #leave(crash?: SessionError): void {
    if (this.#state === 'stopped') return;
    this.#leaveGate();
    this.#claims.release();
    this.#enter('stopped');
    this.#request.onEnded(this);
    this.#gone.resolve();
    if (crash) this.#events.emit('crashed', crash);
    this.#events.emit('stopped');
  }
}

const STATUS = {
  initializing: 'starting',
  ready: 'idle',
  cleared: 'idle',
  querying: 'querying',
  stopped: 'stopped',
} as const;

/** The top-level state; `undefined` while the process is being stopped. */
function stateOf(snapshot: ActorSnapshot): SessionState | undefined {
  const [top] = typeof snapshot.value === 'string' ? [snapshot.value] : Object.keys(snapshot.value);
  return top !== undefined && top in STATUS ? (top as SessionState) : undefined;
}
