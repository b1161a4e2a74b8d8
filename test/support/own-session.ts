import { QuestionBoard } from '../../src/callbacks/questions/question-board.js';
import type { Backend, SessionOptions } from 'troupe';
import type { Clock } from '../../src/base/clock.js';
import type { Logger } from '../../src/base/logger.js';
import { SessionError } from '../../src/errors/session-error.js';
import { LocalRegistry } from '../../src/registry/local-registry.js';
import type { Registry } from '../../src/registry/registry.js';
import { LiveSession } from '../../src/session/live-session.js';
import type { LifeWatcher, Owner, SessionExit } from '../../src/session/owner.js';
import type { SessionMeans } from '../../src/session/session-means.js';
import { StartGate } from '../../src/session/start-gate.js';
import { Inspection } from '../../src/base/inspection.js';

/** What a session under a test's own hand is made from. */
export interface OwnSessionRequest extends Pick<SessionMeans, 'retryInFlight' | 'whenContextLost'> {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly logger?: Logger;
  readonly options?: SessionOptions;
  readonly registry?: Registry<LiveSession>;
  readonly gate?: StartGate;
  /** What becomes of the session at an exit. By default it is left to the test. */
  readonly atExit?: ((own: OwnSession) => void) | undefined;
}

/** A session with its owner in the hands of a test. */
export class OwnSession implements Owner, LifeWatcher {
  readonly session: LiveSession;
  readonly exits: SessionExit[] = [];
  /** What the owner was told, in order. */
  readonly told: string[] = [];
  readonly #atExit: OwnSessionRequest['atExit'];
  #isAlive = false;
  #isStopping = false;

  constructor({ options = {}, atExit, ...request }: OwnSessionRequest) {
    this.#atExit = atExit;
    this.session = new LiveSession({
      options,
      path: options.name ?? 'session-1',
      questions: new QuestionBoard(),
      registry: new LocalRegistry<LiveSession>(),
      gate: new StartGate({ maxStarting: 2, maxStartsPerSecond: Infinity }, request.clock),
      logger: silent,
      inspection: new Inspection(() => undefined),
      chronicle: () => undefined,
      ...request,
      owner: this,
    });
    this.session.joined([]);
  }

  begin(): this {
    this.#isAlive = true;
    this.session.begin(this);
    return this;
  }

  /** What it ended with last. */
  get exit(): SessionExit {
    const exit = this.exits.at(-1);
    if (!exit) throw new Error('It has not ended.');
    return exit;
  }

  stop(): void {
    this.told.push('stop');
    this.#isStopping = true;
    if (this.#isAlive) this.session.halt(5_000);
    else this.#end();
  }

  ready(): void {
    this.told.push('ready');
  }

  exited(exit: SessionExit): void {
    this.told.push(`exited ${exit.error.code}`);
    this.exits.push(exit);
    this.#isAlive = false;
    if (this.#isStopping) this.#end();
    else this.#atExit?.(this);
  }

  #end(): void {
    this.session.end(this.exits.at(-1)?.error ?? new SessionError('stopped', 'Never begun.'), 'stopped');
  }
}

/** Brings the session back at once, whatever it ended by. */
export function comeBack(own: OwnSession): void {
  own.session.suspend('restarting');
  own.begin();
}

const silent: Logger = { debug: () => undefined, warn: () => undefined, error: () => undefined };
