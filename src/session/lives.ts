import type { FrameCounts, HandshakeAnswer, HostCall } from '../adapter/session-adapter.js';
import { quietDeferred } from '../base/deferred.js';
import type { Emitter } from '../base/emitter.js';
import type { FaultReporter } from '../base/isolate.js';
import { SessionError, type SessionErrorFacts } from '../errors/session-error.js';
import type { ActorFeed } from './actor-view.js';
import type { Claims } from './claims.js';
import { restartedMeanwhile } from './end-error.js';
import type { Identity } from './identity.js';
import { Inbox } from './inbox.js';
import type { Incarnation, SessionState } from './incarnation.js';
import { Life, type LifeEnd, type LifeHooks } from './life.js';
import type { LifeCourse } from './life-course.js';
import type { SessionLimits } from './limits.js';
import type { LifeWatcher, OwnedSession } from './owner.js';
import type { SessionEvents, SessionStatus } from './session.js';
import { Milestones } from './milestones.js';
import type { LiveSettings } from './live-settings.js';
import { called } from './paths.js';
import type { SessionMeans } from './session-means.js';
import type { SessionHappening } from './session-happening.js';
import { NO_COUNTS, stateOf, STATUS } from './session-state.js';
import { Whereabouts, type LastExit } from './whereabouts.js';

/** What the lives of a session have in common. */
export interface LivesRequest {
  readonly means: SessionMeans;
  readonly limits: SessionLimits;
  readonly identity: Identity;
  readonly claims: Claims<unknown>;
  /** Settles when the first incarnation has its claims. */
  readonly claimed: Promise<void>;
  readonly events: Emitter<SessionEvents>;
  readonly feed: ActorFeed;
  readonly report: FaultReporter;
  /** Told what happens before anybody else hears of it. */
  readonly course: LifeCourse<SessionState, SessionStatus, SessionHappening>;
  readonly settings: LiveSettings;
  /** Answers what the CLI asks of its host. */
  readonly serve: (call: HostCall) => Promise<Readonly<Record<string, unknown>>>;
  /** The process that asked is gone. Never throws. */
  readonly hungUp: () => void;
}

/** Whether it lives; and where it does not, what is to become of it, as far as its owner has said. */
type Standing =
  | { readonly is: 'new' }
  | { readonly is: 'living'; readonly life: Life; readonly isRestart: boolean }
  | { readonly is: 'over'; readonly end: LifeEnd; readonly told: SessionError }
  | { readonly is: 'suspended' }
  | { readonly is: 'ended' };

/** The incarnations of a session one after the other, as its owner wants them, and what each means for who waits. */
export class Lives implements Omit<OwnedSession, 'release'> {
  readonly inbox = new Inbox(() => this.incarnated);
  readonly milestones = new Milestones();
  readonly #request: LivesRequest;
  readonly #whereabouts: Whereabouts<SessionState, SessionStatus>;
  #standing: Standing = { is: 'new' };
  /** Of the last process. */
  #counts = NO_COUNTS;
  #incarnation = 0;
  #restarts = 0;
  #lastError: SessionError | undefined;
  #handshake: HandshakeAnswer = {};
  #down = quietDeferred<SessionError>();
  /** Of the last life, not told yet: with it is told whether the session comes back. */
  #crash: ((restarting: boolean) => SessionError) | undefined;
  #leftover: SessionError | undefined;
  #isStopping = false;

  constructor(request: LivesRequest) {
    this.#request = request;
    this.#whereabouts = new Whereabouts(request.means.clock, 'initializing', 'starting', request.course);
  }

  get state(): SessionState {
    return this.#whereabouts.state;
  }

  get status(): SessionStatus {
    return this.#whereabouts.status;
  }

  /** When it came into this state and status, in ms of the system's clock. */
  get since(): number {
    return this.#whereabouts.since;
  }

  get lastExit(): LastExit | undefined {
    return this.#whereabouts.lastExit;
  }

  /** Whoever carries turns out, while there is a process. */
  get incarnated(): Incarnation | undefined {
    return this.#standing.is === 'living' ? this.#standing.life.incarnation : undefined;
  }

  get pid(): number | undefined {
    return this.incarnated?.adapter.pid;
  }

  get counts(): FrameCounts {
    return this.incarnated?.adapter.counts ?? this.#counts;
  }

  /** What the current process answered to the handshake, or the last one. */
  get handshake(): HandshakeAnswer {
    return this.#handshake;
  }

  /** Resolves when the current process is gone, to what whoever waited for its answer is told. */
  get down(): Promise<SessionError> {
    return this.#down.promise;
  }

  get incarnation(): number {
    return this.#incarnation;
  }

  get restarts(): number {
    return this.#restarts;
  }

  get lastError(): SessionError | undefined {
    return this.#lastError;
  }

  get nextStart(): number | undefined {
    return this.#whereabouts.nextRestart;
  }

  facts(): SessionErrorFacts {
    const { means, identity } = this.#request;
    const { claude_code_version: cliVersion } = this.#handshake;
    return {
      sessionName: means.options.name,
      sessionId: identity.sessionId,
      cliVersion: typeof cliVersion === 'string' ? cliVersion : undefined,
    };
  }

  joined(tags: readonly string[]): void {
    this.#request.course.joined(tags, this.#whereabouts);
  }

  begin(watcher: LifeWatcher): void {
    const { means, limits, identity, claims, claimed, settings } = this.#request;
    if (this.#standing.is === 'over') this.#recover(this.#standing.end);
    const isRestart = this.#standing.is === 'over' || this.#standing.is === 'suspended';
    if (this.#standing.is === 'ended') this.#reopen();
    this.#incarnation += 1;
    if (isRestart) this.#restarts += 1;
    this.#request.course.begun();
    const life = new Life({
      means,
      called: called(means.options.name, means.path, this.#incarnation),
      limits,
      identity,
      claims,
      settings,
      claimed:
        this.#incarnation === 1
          ? claimed
          : claims.renew(this.#incarnation, means.options.name, identity.claimed),
      facts: () => this.facts(),
      hooks: this.#hooks(watcher),
    });
    this.#counts = NO_COUNTS;
    this.#down = quietDeferred();
    this.#standing = { is: 'living', life, isRestart };
    this.#enter('initializing', isRestart ? 'restarting' : 'starting');
    this.#tellCrash(true);
    void life.launch();
  }

  halt(budget: number): void {
    if (this.#standing.is === 'living') this.#standing.life.halt(budget);
  }

  suspend(as: 'waiting' | 'restarting', nextStart?: number): void {
    if (this.#standing.is === 'over') this.#recover(this.#standing.end);
    this.#standing = { is: 'suspended' };
    this.#enter('initializing', as, nextStart);
    this.#tellCrash(true);
  }

  end(reason: SessionError, as: 'stopped' | 'gaveUp'): void {
    const standing = this.#standing;
    this.#standing = { is: 'ended' };
    if (standing.is === 'ended') return this.#enter('stopped', as);
    const exit = standing.is === 'over' && !standing.end.asked ? standing.end.error(false) : reason;
    // Where that is what the owner was told, it knows now that nobody brings the session back.
    this.#refuse(standing.is === 'over' && standing.told === reason ? exit : reason, exit);
    this.#request.claims.leaveConversation();
    this.#enter('stopped', as);
    this.milestones.ended(this.#leftover);
    this.#tellCrash(false);
    this.#request.events.emit('stopped');
  }

  /** Has the owner end it; resolves when it is down. */
  stop(): Promise<void> {
    if (!this.#isStopping && this.#standing.is !== 'ended') {
      this.#isStopping = true;
      this.#refuse(new SessionError('stopped', 'The session was stopped.', this.facts()));
      this.#request.means.owner.stop();
    }
    return this.milestones.gone;
  }

  #hooks(watcher: LifeWatcher): LifeHooks {
    const { events, feed, claims, report, course } = this.#request;
    return {
      ready: (handshake) => this.#comeUp(handshake, watcher),
      message: (message) => events.emit('message', message),
      serve: this.#request.serve,
      identified: (sessionId) => {
        course.tell(() => ({ type: 'identified', sessionId }));
        claims.moveConversation(sessionId).catch((fault: unknown) => report('claim', fault));
        events.emit('identified', sessionId);
      },
      contextLost: (sessionId) => {
        course.tell(() => ({ type: 'context_lost', sessionId }));
        events.emit('contextLost', sessionId);
      },
      snapshot: (snapshot) => {
        feed.publish(snapshot);
        // Until the process is gone, a session that stops is in the state it was in; its owner tells the rest.
        const state = stateOf(snapshot);
        if (state !== undefined && state !== 'stopped') this.#enter(state, this.#statusIn(state));
      },
      ended: (end) => this.#goDown(end, watcher),
    };
  }

  #comeUp(handshake: HandshakeAnswer, watcher: LifeWatcher): void {
    const standing = this.#standing;
    this.#handshake = handshake;
    this.milestones.reached();
    if (standing.is === 'living' && !standing.life.isHalted) {
      watcher.ready();
      if (standing.isRestart) this.#tellRestart();
    }
    this.inbox.open();
  }

  #goDown(end: LifeEnd, watcher: LifeWatcher): void {
    const { asked, wasReady, leftover } = end;
    const error = end.error();
    this.inbox.strand(end.cut);
    this.#counts = this.counts;
    this.#standing = { is: 'over', end, told: error };
    this.#leftover = leftover;
    this.#request.hungUp();
    this.#crash = end.isCrash ? end.error : undefined;
    if (end.isCrash) this.#lastError = error;
    this.#whereabouts.exited(error);
    // One that was ready when it was told to stop has kept its word.
    if (!asked) this.milestones.lost();
    this.#down.resolve(asked ? (this.inbox.closedBy ?? restartedMeanwhile(this.facts())) : error);
    watcher.exited({ error, asked, wasReady, leftover, inTurn: this.state === 'querying' });
  }

  /** It is coming back: what was in flight learns of it. */
  #recover({ asked, error }: LifeEnd): void {
    this.milestones.lost();
    const told = asked ? restartedMeanwhile(this.facts()) : error(true);
    this.inbox.recover(told, !asked && this.#request.means.retryInFlight === true);
  }

  /** Nothing is accepted any more. The first reason counts. */
  #refuse(reason: SessionError, ofFlight?: SessionError): void {
    this.inbox.close(reason, ofFlight);
    this.milestones.refused(reason);
  }

  #reopen(): void {
    this.inbox.reopen();
    this.milestones.anew();
    this.#isStopping = false;
    this.#leftover = undefined;
  }

  #statusIn(state: SessionState): SessionStatus {
    const isRestart = this.#standing.is === 'living' && this.#standing.isRestart;
    return state === 'initializing' && isRestart ? 'restarting' : STATUS[state];
  }

  #enter(state: SessionState, status: SessionStatus, nextStart?: number): void {
    const previous = this.state;
    this.#whereabouts.move(state, status, nextStart);
    if (state !== previous) this.#request.events.emit('state', state, previous);
  }

  #tellRestart(): void {
    const { events, course } = this.#request;
    course.tell(() => ({ type: 'restarted' }));
    events.emit('restarted', this.#incarnation);
  }

  #tellCrash(restarting: boolean): void {
    const crash = this.#crash;
    this.#crash = undefined;
    if (crash) this.#request.events.emit('crashed', crash(restarting));
  }
}
