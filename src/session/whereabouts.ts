import type { Clock } from '../base/clock.js';
import type { SessionErrorCode } from '../errors/codes.js';

/** Where a session or a supervisor stands: the state of its statechart, and how its name fares. */
export interface Station<State, Status> {
  readonly state: State;
  readonly status: Status;
  /** When the next restart is due, in ms of the system's clock, while it is `waiting` for that. */
  readonly nextRestart: number | undefined;
}

/** How an incarnation ended, without the words of the CLI, which may hold a prompt. */
export interface LastExit {
  /** In ms of the system's clock. */
  readonly at: number;
  /** `stopped` where its end was asked for, also where that was to restart it; otherwise the code of its error. */
  readonly code: SessionErrorCode;
  /** Of the process, where there was one and it exited with a code. */
  readonly exitCode: number | undefined;
  /** What the process was ended by, where that was a signal: `SIGKILL`. */
  readonly signal: string | undefined;
}

/** Told of every change as it is made, before anybody else is. Must not throw. */
export interface Follower<State, Status> {
  moved(now: Station<State, Status>, previous: Station<State, Status>, at: number): void;
  exited(exit: LastExit): void;
}

/** The one place where it is noticed that a session or a supervisor stands elsewhere, or that an incarnation is over. */
export class Whereabouts<State, Status> {
  readonly #clock: Clock;
  readonly #follower: Follower<State, Status> | undefined;
  #station: Station<State, Status>;
  #since: number;
  #lastExit: LastExit | undefined;

  constructor(clock: Clock, state: State, status: Status, follower?: Follower<State, Status>) {
    this.#clock = clock;
    this.#station = { state, status, nextRestart: undefined };
    this.#since = clock.now();
    this.#follower = follower;
  }

  get state(): State {
    return this.#station.state;
  }

  get status(): Status {
    return this.#station.status;
  }

  get nextRestart(): number | undefined {
    return this.#station.nextRestart;
  }

  /** When it came to stand there. */
  get since(): number {
    return this.#since;
  }

  /** Of the latest incarnation that is over. */
  get lastExit(): LastExit | undefined {
    return this.#lastExit;
  }

  /** It can be seen from now on, and counts as standing there since now. */
  appear(): void {
    this.#since = this.#clock.now();
  }

  /** Does nothing where it stands there already. */
  move(state: State, status: Status, nextRestart?: number): void {
    const previous = this.#station;
    const isThere = state === previous.state && status === previous.status;
    if (isThere && nextRestart === previous.nextRestart) return;
    this.#station = { state, status, nextRestart };
    this.#since = this.#clock.now();
    this.#follower?.moved(this.#station, previous, this.#since);
  }

  exited({ code, exitCode, signal }: Omit<LastExit, 'at'>): void {
    this.#lastExit = Object.freeze({ at: this.#clock.now(), code, exitCode, signal });
    this.#follower?.exited(this.#lastExit);
  }
}
