import { randomUUID } from 'node:crypto';
import type { Ending, HandshakeAnswer, HostCall } from '../adapter/session-adapter.js';
import { faultText } from '../base/fault-text.js';
import { restate } from '../errors/restate.js';
import { isSessionError, SessionError, type SessionErrorFacts } from '../errors/session-error.js';
import type { SessionMachineOutput } from '../../machines/session.types.js';
import type { Message } from '../protocol/messages/index.js';
import type { StartingPoint } from '../protocol/options/launch-arguments.js';
import type { Claims } from './claims.js';
import { endError } from './end-error.js';
import type { Identity } from './identity.js';
import { Incarnation, type ActorSnapshot, type CutTurn, type IncarnationHooks } from './incarnation.js';
import type { SessionLimits } from './limits.js';
import type { LiveSettings } from './live-settings.js';
import { replay } from './replay.js';
import type { SessionMeans } from './session-means.js';
import { continuedFrom } from './starting-point.js';

/** What one life reports; none of these may throw. */
export interface LifeHooks {
  ready(handshake: HandshakeAnswer): void;
  /** A message that belongs to no prompt of the host's. */
  message(message: Message): void;
  /** Answers what the CLI asks of its host. */
  serve(call: HostCall): Promise<Readonly<Record<string, unknown>>>;
  /** A turn named the conversation, or a resume was confirmed. */
  identified(sessionId: string): void;
  /** The conversation was gone, and another one is begun in its place. */
  contextLost(sessionId: string): void;
  snapshot(snapshot: ActorSnapshot): void;
  /** Called once and last, when there is no process, or not any more. */
  ended(end: LifeEnd): void;
}

/** How a life ended. */
export interface LifeEnd {
  /** Why, as it is told where the session comes back, and where it does not. */
  readonly error: (restarting?: boolean) => SessionError;
  /** Its end had been asked for. */
  readonly asked: boolean;
  readonly wasReady: boolean;
  /** It ended by itself, or had to be ended. */
  readonly isCrash: boolean;
  /** What it was to carry out. */
  readonly cut: CutTurn | undefined;
  /** What of the process tree could not be ended. */
  readonly leftover: SessionError | undefined;
}

export interface LifeRequest {
  readonly means: SessionMeans;
  /** What it is called where it is inspected. */
  readonly called: string;
  readonly limits: SessionLimits;
  readonly identity: Identity;
  readonly claims: Claims<unknown>;
  readonly settings: LiveSettings;
  /** Settles when name and conversation are claimed. */
  readonly claimed: Promise<void>;
  /** What the session knows of itself, for errors. */
  readonly facts: () => SessionErrorFacts;
  readonly hooks: LifeHooks;
}

/**
 * One incarnation of a session, with all that comes before its process: claims that may be answered later, the
 * conversation to come back to, and room to start. It can be halted at each of these steps.
 */
export class Life {
  readonly #request: LifeRequest;
  #incarnation: Incarnation | undefined;
  #leaveGate: () => void = () => undefined;
  #wasReady = false;
  #isHalted = false;
  /** Fires with its end. */
  readonly #over = new AbortController();

  constructor(request: LifeRequest) {
    this.#request = request;
  }

  /** Whoever carries turns out, while there is a process. */
  get incarnation(): Incarnation | undefined {
    return this.#incarnation;
  }

  /** Its end was asked for. */
  get isHalted(): boolean {
    return this.#isHalted;
  }

  /** Begins it. Never rejects: what fails is told by `ended`. */
  launch(): Promise<void> {
    return this.#launch(async () => {
      this.#unlessOver(await this.#request.claimed);
      return this.#startingPoint();
    });
  }

  /** Ends it within about `budget` ms; at once, where there is no process. */
  halt(budget: number): void {
    this.#isHalted = true;
    if (this.#incarnation) return this.#incarnation.stop(budget);
    const error = new SessionError('stopped', 'The session was stopped.', this.#request.facts());
    this.#end({ error: () => error, isCrash: false });
  }

  async #launch(startingPoint: () => Promise<StartingPoint>): Promise<void> {
    try {
      const start = await startingPoint();
      this.#leaveGate = await this.#request.means.gate.enter(this.#over.signal);
      if (!this.#isOver) await this.#embody(start);
    } catch (fault) {
      this.#fail(fault);
    } finally {
      // It was halted meanwhile, before there was anything to stop.
      if (this.#isOver) this.#makeRoom();
    }
  }

  /** Where to start; the transcripts are only asked where they can tell. */
  async #startingPoint(): Promise<StartingPoint> {
    const { identity, claims, means } = this.#request;
    const { backend, options } = means;
    const id = identity.mayBeRecorded ? identity.claimed : undefined;
    const isRecorded = id !== undefined && this.#unlessOver(await backend.conversationExists(id, options));
    const next = identity.next(isRecorded);
    if (next === 'lost') return this.#beginAnew();
    if (next === 'unresolved') {
      const latest = this.#unlessOver(await continuedFrom(backend, options));
      this.#unlessOver(await claims.moveConversation(latest.sessionId));
      identity.resolve(latest);
      return latest;
    }
    if (id !== undefined && next.kind !== 'resume')
      this.#unlessOver(await backend.discardEmpty?.(id, options));
    return next;
  }

  /** Another conversation instead of one that is gone, if that is allowed. */
  async #beginAnew(cause?: SessionError): Promise<StartingPoint> {
    const { identity, claims, means, hooks, facts } = this.#request;
    const lost = identity.claimed ?? '';
    if (means.whenContextLost !== 'fresh') throw contextLost(lost, { ...facts(), cause });
    const start: StartingPoint = { kind: 'fresh', sessionId: randomUUID() };
    this.#unlessOver(await claims.moveConversation(start.sessionId));
    // Not before it is told, which it would never be of a life that was halted meanwhile.
    identity.forget(start);
    hooks.contextLost(lost);
    return this.#unlessOver(start);
  }

  async #embody(start: StartingPoint): Promise<void> {
    const { means, limits, settings } = this.#request;
    const { backend, clock, logger, inspection } = means;
    const { controlTimeout, machine, shutdown } = limits;
    const adapter = this.#unlessOver(
      await backend.createAdapter({ options: settings.options, start, controlTimeout, clock, logger }),
    );
    const told = this.#request.hooks;
    const hooks: IncarnationHooks = {
      started: (handshake) => this.#ready(handshake, start),
      message: (message) => told.message(message),
      serve: (call) => told.serve(call),
      noticed: (message) => settings.hear(message),
      identified: (sessionId, spoken) => this.#identified(sessionId, spoken),
      snapshot: (snapshot) => told.snapshot(snapshot),
      ended: (output, ending) => this.#died(output, ending),
    };
    const place = { id: this.#request.called, parent: means.owner.actorId };
    this.#incarnation = new Incarnation({
      adapter,
      hooks,
      limits: machine,
      shutdown,
      clock,
      inspection,
      place,
    });
    this.#incarnation.start();
  }

  #ready(handshake: HandshakeAnswer, start: StartingPoint): void {
    const { identity, settings, hooks } = this.#request;
    this.#wasReady = true;
    identity.takenUp();
    if (start.kind === 'resume') this.#identified(start.sessionId, false);
    this.#makeRoom();
    if (settings.replays.length === 0) hooks.ready(handshake);
    else void this.#restore(handshake);
  }

  /** What was set comes before anything else that is asked of a process. */
  async #restore(handshake: HandshakeAnswer): Promise<void> {
    const { settings, means, limits, hooks } = this.#request;
    const { clock, logger, options } = means;
    const lives =
      this.#incarnation !== undefined &&
      (await replay({
        adapter: this.#incarnation.adapter,
        requests: settings.replays,
        clock,
        limit: limits.controlTimeout,
        report: (message) =>
          logger.error(message, options.name === undefined ? {} : { sessionName: options.name }),
      }));
    if (lives && !this.#isOver) hooks.ready(handshake);
  }

  #identified(sessionId: string, spoken: boolean): void {
    const { identity, hooks } = this.#request;
    const isNew = identity.sessionId !== sessionId;
    identity.named(sessionId);
    if (spoken) identity.spoken();
    if (isNew) hooks.identified(sessionId);
  }

  #died(output: SessionMachineOutput, ending: Ending): void {
    const { facts, identity } = this.#request;
    const error = (restarting?: boolean): SessionError =>
      endError(output, ending, { ...facts(), restarting });
    // The CLI knows better than the look at its transcripts.
    if (identity.hasContext && ending.error?.code === 'conversation_not_found' && !this.#isHalted) {
      this.#incarnation = undefined;
      this.#makeRoom();
      return void this.#launch(() => this.#beginAnew(error()));
    }
    this.#end({
      error,
      isCrash: output.reason !== 'stopped',
      cut: this.#incarnation?.takeBack(),
      leftover: ending.leftover && restate(ending.leftover, facts()),
    });
  }

  #fail(fault: unknown): void {
    const error = isSessionError(fault)
      ? fault
      : new SessionError('start_failed', faultText(fault), { cause: fault });
    this.#end({ error: (restarting) => restate(error, { restarting }), isCrash: true });
  }

  #end(end: Pick<LifeEnd, 'error' | 'isCrash'> & Partial<LifeEnd>): void {
    if (this.#isOver) return;
    this.#over.abort();
    this.#makeRoom();
    const known = { asked: this.#isHalted, wasReady: this.#wasReady, cut: undefined, leftover: undefined };
    this.#request.hooks.ended({ ...known, ...end });
  }

  get #isOver(): boolean {
    return this.#over.signal.aborted;
  }

  #makeRoom(): void {
    this.#leaveGate();
    this.#leaveGate = () => undefined;
  }

  /** The outcome of a step, unless the life has ended meanwhile. Not to be awaited: it could end in that very moment. */
  #unlessOver<T>(outcome: T): T {
    if (this.#isOver) throw new SessionError('stopped', 'It was halted meanwhile.');
    return outcome;
  }
}

function contextLost(sessionId: string, facts: SessionErrorFacts): SessionError {
  return new SessionError(
    'context_lost',
    `Conversation ${sessionId} is gone: nothing is left to resume it by. To go on without it, allow a fresh start with ` +
      "whenContextLost: 'fresh'.",
    { ...facts, sessionId },
  );
}
