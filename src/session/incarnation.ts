import { createActor, type Actor, type InspectionEvent } from 'xstate';
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
import { isSessionError, SessionError } from '../errors/session-error.js';
import { resultErrorCode } from '../protocol/judge-result.js';
import type { Message } from '../protocol/messages/index.js';
import { INTERRUPT } from '../protocol/wire/host-lines.js';
import { sessionLogic } from './adapter-actor.js';
import { isQuestion } from '../callbacks/is-question.js';
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
  serve(call: HostCall): Promise<Readonly<Record<string, unknown>>> {
    if (!isQuestion(call.request) || !this.#tracker.isOfTurn(call.request))
      return this.#request.hooks.serve(call);
    const answer = quietDeferred<Readonly<Record<string, unknown>>>();
    // Before anybody is asked, who may look at the state.
    this.#time.holdUntil(answer.promise);
    this.#request.hooks.serve(call).then(answer.resolve, answer.reject);
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
