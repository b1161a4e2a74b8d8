import { createActor, type Actor } from 'xstate';
import type {
  AdapterCommand,
  AdapterLink,
  SessionMachineEvent,
  SessionMachineLimits,
  SessionMachineOutput,
} from '../../machines/session.types.js';
import type {
  AdapterSink,
  Ending,
  Frame,
  HandshakeAnswer,
  HostCall,
  SessionAdapter,
} from '../adapter/session-adapter.js';
import type { Clock } from '../base/clock.js';
import { quietDeferred, type Deferred } from '../base/deferred.js';
import type { Inspection } from '../base/inspection.js';
import type { ActorPlace } from '../base/shown-actor.js';
import { isSessionError, SessionError } from '../errors/session-error.js';
import { resultErrorCode } from '../protocol/judge-result.js';
import type { Message } from '../protocol/messages/index.js';
import { INTERRUPT } from '../protocol/wire/host-lines.js';
import { sessionLogic } from './adapter-actor.js';
import { isQuestion } from '../callbacks/questions/is-question.js';
import { stopLimit } from './limits.js';
import type { OpenTurn } from './open-turn.js';
import { TurnClock } from './turn-clock.js';
import { TurnTracker, type TurnEvent } from './turn-tracker.js';

/** The five states of a session's statechart, as `session.state` reports them. */
export type SessionState = 'initializing' | 'ready' | 'querying' | 'cleared' | 'stopped';

export type ActorSnapshot = ReturnType<Actor<typeof sessionLogic>['getSnapshot']>;

/** What an incarnation reports; none of these may throw. */
export interface IncarnationHooks {
  started(handshake: HandshakeAnswer): void;
  /** A message that belongs to no prompt of the host's. */
  message(message: Message): void;
  /** A `status` message, whosever it is. */
  noticed(message: Message): void;
  /** Answers what the CLI asks of its host; rejects where there is no answer. */
  serve(call: HostCall): Promise<Readonly<Record<string, unknown>>>;
  /** A turn named the conversation: on its way, or, if `spoken`, by the result of one that was no clear. */
  identified(sessionId: string, spoken: boolean): void;
  snapshot(snapshot: ActorSnapshot): void;
  /** Called once and last, when the process is gone. */
  ended(output: SessionMachineOutput, ending: Ending): void;
}

export interface IncarnationRequest {
  readonly adapter: SessionAdapter;
  readonly hooks: IncarnationHooks;
  readonly limits: SessionMachineLimits;
  /** Milliseconds in which a stop may be graceful that names no budget of its own. */
  readonly shutdown: number;
  readonly clock: Clock;
  readonly inspection: Inspection;
  /** Where the session actor stands for whoever inspects. */
  readonly place: ActorPlace;
}

/** The turn that a process was to carry out when it ended. */
export interface CutTurn {
  readonly turn: OpenTurn;
  readonly wasSent: boolean;
  /** Neither had a tool been called in it, nor had anybody wanted its end. */
  readonly isRepeatable: boolean;
}

/** One life of a session: a session actor, and the adapter that it owns. */
export class Incarnation implements AdapterLink, AdapterSink {
  readonly #request: IncarnationRequest;
  readonly #adapter: SessionAdapter;
  readonly #tracker = new TurnTracker();
  readonly #time: TurnClock;
  readonly #actor: Actor<typeof sessionLogic>;
  #shown: { leave(): void } | undefined;
  #send: (event: SessionMachineEvent) => void = () => undefined;
  #turn: OpenTurn | undefined;
  #ending: Ending = { exit: undefined };
  #ended = false;
  /** User code is being told of a step of the machine's. */
  #isReporting = false;
  /** Waits for its moment to be sent. */
  #next: OpenTurn | undefined;
  /** The end of the turn in flight was asked for. */
  #isInterrupted = false;
  /** Budget of the stop that was asked for, the smallest if more than once. */
  #stopBudget: number | undefined;
  /** Whether the turn that was interrupted last was cut short by that; unknown until it is over. */
  #cutShort: boolean | undefined;
  /** The process is gone, or was told to go at once. */
  #isLetGo = false;
  /** Waits for the next time that no turn is open, or that the process is gone. */
  #quiet: Deferred | undefined;

  constructor(request: IncarnationRequest) {
    const { adapter, limits, clock } = request;
    this.#request = request;
    this.#adapter = adapter;
    this.#time = new TurnClock(clock, {
      held: (left) => this.#pause(left),
      wentOn: () => this.#goOn(),
    });
    this.#actor = createActor(sessionLogic, { input: { link: this, limits }, clock });
  }

  start(): void {
    this.#actor.subscribe({
      next: (snapshot) => this.#follow(snapshot),
      // No machine of ours fails by itself.
      error: (error) => this.#finish({ reason: 'crashed', exit: undefined, error }),
    });
    const { inspection, place } = this.#request;
    this.#shown = inspection.enter(this.#actor, place, (tell) => this.#report(tell));
    this.#actor.start();
  }

  get adapter(): SessionAdapter {
    return this.#adapter;
  }

  get snapshot(): ActorSnapshot {
    return this.#actor.getSnapshot();
  }

  /** Carries one turn out, from the next moment at which none is open; resolves when it is over. */
  async run(turn: OpenTurn, as: 'query' | 'clear', limit: number): Promise<void> {
    this.#next = turn;
    // From a listener or an inspector, within a step of the machine's: it takes the next event only after that.
    if (this.#isReporting) await Promise.resolve();
    // Looked at anew each time: with the last turn's end, the next one of the CLI's own may have arrived.
    while (!this.#isQuiet) await this.#untilQuiet();
    this.#next = undefined;
    if (this.#ended || turn.ended) return;
    this.#turn = turn;
    this.#isInterrupted = false;
    this.#tracker.expect(turn.prompt.id);
    this.#time.begin(limit);
    this.#actor.send(as === 'query' ? { type: 'query.sent', limit } : { type: 'clear.sent' });
    // Not before, or one that gives up at once would find nothing to interrupt.
    turn.begin();
    await this.#untilQuiet();
  }

  /** Ends the open turn; only that of `turn`, if one is given. */
  interrupt(turn?: OpenTurn): void {
    if (this.#ended || (turn && turn !== this.#turn)) return;
    this.#actor.send({ type: 'interrupt.requested' });
  }

  /** Whether a turn is open that can be interrupted; a clear is over before it could be. */
  get interruptible(): boolean {
    return this.snapshot.matches('querying') && !this.snapshot.matches({ querying: 'clearing' });
  }

  /** Whether the turn that was interrupted last was cut short by that, and did not end by itself. */
  get cutShort(): boolean {
    return this.#cutShort === true;
  }

  /** Whether `turn` is the one in flight. */
  carries(turn: OpenTurn): boolean {
    return this.#turn === turn;
  }

  /** Resolves when no turn is open, or the process is gone. */
  settled(): Promise<void> {
    return this.#untilQuiet();
  }

  /** Whether the process is gone. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Ends the process within about `budget` ms; asked again, the smallest counts. */
  stop(budget?: number): void {
    const within = budget ?? this.#request.shutdown;
    if (this.#ended || (this.#stopBudget !== undefined && within >= this.#stopBudget)) return;
    this.#stopBudget = within;
    this.#actor.send({ type: 'stop.requested', ...(budget !== undefined && { limit: stopLimit(budget) }) });
  }

  /** For `ended` to call: the turn that is cut by that, which is then not closed here. */
  takeBack(): CutTurn | undefined {
    const [turn, isWaiting] = [this.#turn ?? this.#next, this.#turn === undefined];
    this.#turn = undefined;
    if (!turn) return undefined;
    const isRepeatable = isWaiting || (!this.#tracker.calledTool && !this.#isInterrupted);
    return { turn, wasSent: !isWaiting, isRepeatable };
  }

  // AdapterLink: what the machine asks for.

  open(send: (event: SessionMachineEvent) => void): void {
    this.#send = send;
    this.#adapter.start(this);
  }

  obey(command: AdapterCommand): void {
    switch (command.type) {
      case 'prompt.write':
        return this.#write();
      case 'interrupt':
        return void this.#interrupt();
      case 'turn.timeout':
        return this.#turn?.timeOut();
      case 'process.stop':
        return this.#adapter.stop(command.reason === 'stopped' ? (this.#stopBudget ?? 0) : 0);
    }
  }

  abandon(): void {
    if (this.#isLetGo) return;
    this.#isLetGo = true;
    this.#adapter.stop(0);
  }

  toJSON(): string {
    return '[adapter]';
  }

  // AdapterSink: what the adapter reports.

  ready(handshake: HandshakeAnswer): void {
    this.#send({ type: 'adapter.ready' });
    // Asked in a turn of the CLI's own, which a resumed one may begin before it answers.
    const left = this.#time.held;
    if (left !== undefined) this.#send({ type: 'permission.asked', left });
    this.#request.hooks.started(handshake);
  }

  serve(call: HostCall): Promise<Readonly<Record<string, unknown>>> {
    if (!this.#tracker.isOfTurn(call.request)) return this.#request.hooks.serve(call);
    if (!isQuestion(call.request)) return this.#serveTurn(call);
    const answer = quietDeferred<Readonly<Record<string, unknown>>>();
    // Before anybody is asked, who may look at the state.
    this.#time.holdUntil(answer.promise);
    this.#serveTurn(call).then(answer.resolve, answer.reject);
    return answer.promise;
  }

  frame(frame: Frame): void {
    const { to, event, sessionId } = this.#tracker.accept(frame);
    // What fails to start reports an id too, of a conversation that is not there.
    if (sessionId !== undefined && !this.snapshot.matches('initializing'))
      this.#request.hooks.identified(sessionId, event === 'prompt_ended' || event === 'own_ended');
    if (isStatus(frame)) this.#request.hooks.noticed(frame.message);
    if (this.#isCutByStop(frame, event)) return;
    // Before the message, whose listener may want to interrupt that turn.
    if (event === 'own_started') this.#beginOwnTurn();
    if (frame.kind === 'message') {
      if (to === 'prompt') this.#turn?.deliver(frame.message, frame.bytes);
      else this.#request.hooks.message(frame.message);
    }
    if (event === undefined || event === 'own_started') return;
    // The first end after the interrupt is that of its turn; one of the CLI's own may follow at once.
    this.#cutShort ??= event === 'prompt_cancelled' || isInterrupted(frame);
    this.#end(event);
  }

  exited(ending: Ending): void {
    this.#isLetGo = true;
    this.#ending = ending;
    this.#send({ type: 'adapter.exited', exit: ending.exit, error: ending.error });
  }

  /** A callback of another session may have asked for this turn: what it would wait for is known by that. */
  #serveTurn(call: HostCall): Promise<Readonly<Record<string, unknown>>> {
    const serve = (): Promise<Readonly<Record<string, unknown>>> => this.#request.hooks.serve(call);
    return this.#turn ? this.#turn.whereAsked(serve) : serve();
  }

  #beginOwnTurn(): void {
    // One that comes before the answer to a prompt takes of the time of that.
    if (!this.snapshot.matches('querying') || this.snapshot.matches({ querying: 'clearing' }))
      this.#time.begin(this.#request.limits.turn);
    this.#send({ type: 'turn.started' });
  }

  #pause(left: number): void {
    this.#turn?.pause();
    this.#send({ type: 'permission.asked', left });
  }

  #goOn(): void {
    this.#turn?.resume();
    this.#send({ type: 'permission.settled' });
  }

  /** Whether it is the stop that ends the turn: then it is left open, for whoever asked for the stop to say what that means. */
  #isCutByStop(frame: Frame, event: TurnEvent | undefined): boolean {
    if (this.#stopBudget === undefined || this.#isInterrupted) return false;
    return event === 'prompt_cancelled' || (event === 'prompt_ended' && isInterrupted(frame));
  }

  #end(event: Exclude<TurnEvent, 'own_started'>): void {
    if (event === 'prompt_cancelled')
      this.#turn?.fail(new SessionError('interrupted', 'It was interrupted before it began.'));
    else if (event !== 'own_ended') this.#turn?.end();
    // A prompt that waited behind a turn of the CLI's own may be gone before that is over.
    if (this.#tracker.inOwnTurn) return;
    this.#send({ type: event === 'prompt_cleared' ? 'turn.cleared' : 'turn.ended' });
  }

  #write(): void {
    try {
      if (this.#turn) this.#adapter.write(this.#turn.prompt);
    } catch (error) {
      this.#tracker.giveUp();
      this.#turn?.fail(error as SessionError);
      this.#send({ type: 'turn.ended' });
    }
  }

  /** An interrupt that is not answered at all is the machine's affair: its state has a timer. */
  async #interrupt(): Promise<void> {
    this.#cutShort = undefined;
    this.#isInterrupted = true;
    try {
      await this.#adapter.control(INTERRUPT, this.#request.limits.interrupt);
    } catch (error) {
      if (isSessionError(error) && error.code !== 'control_failed') return;
    }
    this.#send({ type: 'interrupt.answered' });
    // What came in one piece with the answer is heard before it: it may have begun the next turn.
    if (this.#tracker.inOwnTurn && isQuiet(this.snapshot)) this.#beginOwnTurn();
  }

  #follow(snapshot: ActorSnapshot): void {
    this.#report(() => this.#request.hooks.snapshot(snapshot));
    if (snapshot.status === 'done') this.#finish(snapshot.output);
    else if (isQuiet(snapshot)) this.#settle();
  }

  /** Neither a hook nor an inspector throws; one report may lead to another. */
  #report(tell: () => void): void {
    const wasReporting = this.#isReporting;
    this.#isReporting = true;
    tell();
    this.#isReporting = wasReporting;
  }

  #finish(output: SessionMachineOutput): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#shown?.leave();
    // Whatever the actor ended by: its process must not outlive it.
    this.abandon();
    this.#request.hooks.ended(output, this.#ending);
    this.#settle();
  }

  #settle(): void {
    this.#turn?.close();
    this.#turn = undefined;
    this.#quiet?.resolve();
    this.#quiet = undefined;
  }

  /** Whether no turn is open, or the process is gone. */
  get #isQuiet(): boolean {
    return this.#ended || isQuiet(this.snapshot);
  }

  #untilQuiet(): Promise<void> {
    if (this.#isQuiet) return Promise.resolve();
    this.#quiet ??= quietDeferred();
    return this.#quiet.promise;
  }
}

function isStatus(frame: Frame): frame is Frame & { readonly kind: 'message' } {
  return frame.kind === 'message' && frame.message.type === 'system' && frame.message.subtype === 'status';
}

function isInterrupted(frame: Frame): boolean {
  return (
    frame.kind === 'message' &&
    frame.message.type === 'result' &&
    resultErrorCode(frame.message) === 'interrupted'
  );
}

function isQuiet(snapshot: ActorSnapshot): boolean {
  return snapshot.matches('ready') || snapshot.matches('cleared');
}
