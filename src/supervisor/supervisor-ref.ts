import type { Unsubscribe } from '../base/emitter.js';
import { quiet } from '../base/quiet.js';
import { SessionError } from '../errors/session-error.js';
import type { Session } from '../session/session.js';
import type { ChildSpec, SessionSpec } from './child-spec.js';
import type {
  SessionCounts,
  SessionFilter,
  SessionRow,
  Supervisor,
  SupervisorChildRow,
  SupervisorChildCounts,
  SupervisorEvents,
  SupervisorState,
} from './supervisor.js';

/** A supervisor by its name: each call looks it up anew, so that it may be held before, after and across its lives. */
export class SupervisorRef implements Supervisor {
  readonly name: string;
  readonly #resolve: () => Supervisor | undefined;
  readonly #sessionOf: (name: string) => Session;

  constructor(name: string, resolve: () => Supervisor | undefined, sessionOf: (name: string) => Session) {
    this.name = name;
    this.#resolve = resolve;
    this.#sessionOf = sessionOf;
  }

  get path(): string {
    return this.#resolve()?.path ?? this.name;
  }

  get state(): SupervisorState {
    return this.#resolve()?.state ?? 'stopped';
  }

  get done(): Promise<void> {
    return this.#ask((supervisor) => supervisor.done);
  }

  getSession(name: string): Session {
    return this.#resolve()?.getSession(name) ?? this.#sessionOf(name);
  }

  startSession(spec: SessionSpec): Session {
    return this.#require().startSession(spec);
  }

  terminateSession(name: string): Promise<void> {
    return this.#ask((supervisor) => supervisor.terminateSession(name));
  }

  restartSession(name: string): Promise<void> {
    return this.#ask((supervisor) => supervisor.restartSession(name));
  }

  listSessions(filter?: SessionFilter): readonly SessionRow[] {
    return this.#require().listSessions(filter);
  }

  countSessions(filter?: SessionFilter): SessionCounts {
    return this.#require().countSessions(filter);
  }

  startChild(spec: ChildSpec): Promise<void> {
    return this.#ask((supervisor) => supervisor.startChild(spec));
  }

  terminateChild(id: string): Promise<void> {
    return this.#ask((supervisor) => supervisor.terminateChild(id));
  }

  restartChild(id: string): Promise<void> {
    return this.#ask((supervisor) => supervisor.restartChild(id));
  }

  deleteChild(id: string): Promise<void> {
    return this.#ask((supervisor) => supervisor.deleteChild(id));
  }

  whichChildren(): readonly SupervisorChildRow[] {
    return this.#require().whichChildren();
  }

  countChildren(): SupervisorChildCounts {
    return this.#require().countChildren();
  }

  getChildSpec(id: string): ChildSpec {
    return this.#require().getChildSpec(id);
  }

  stop(): Promise<void> {
    return this.#ask((supervisor) => supervisor.stop());
  }

  on<Event extends keyof SupervisorEvents>(
    event: Event,
    listener: (...values: SupervisorEvents[Event]) => unknown,
  ): Unsubscribe {
    return this.#require().on(event, listener);
  }

  /** Stops the supervisor, if there still is one. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resolve()?.stop();
  }

  #ask(verb: (supervisor: Supervisor) => Promise<void>): Promise<void> {
    return quiet(this.#asked(verb));
  }

  async #asked(verb: (supervisor: Supervisor) => Promise<void>): Promise<void> {
    return verb(this.#require());
  }

  #require(): Supervisor {
    const supervisor = this.#resolve();
    if (supervisor) return supervisor;
    throw new SessionError(
      'noproc',
      `No supervisor is called '${this.name}'. Start one with startSupervisor({ name: '${this.name}' }).`,
      { path: this.name },
    );
  }
}
