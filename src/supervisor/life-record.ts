import type { Clock } from '../base/clock.js';
import type { SessionErrorCode } from '../errors/codes.js';
import { Whereabouts, type Follower, type LastExit } from '../session/whereabouts.js';
import type { SupervisorState, SupervisorStatus } from './supervisor.js';

interface LifeFollower extends Follower<SupervisorState, SupervisorStatus> {
  joined(tags: readonly string[], whereabouts: Whereabouts<SupervisorState, SupervisorStatus>): void;
  begun(): void;
}

/** What there is to tell of a supervisor across its lives: how many there were, how the latest fares, and what follows. */
export class LifeRecord {
  readonly #whereabouts: Whereabouts<SupervisorState, SupervisorStatus>;
  readonly #course: LifeFollower | undefined;
  #incarnation = 0;
  #restarts = 0;

  constructor(clock: Clock, course?: LifeFollower) {
    this.#course = course;
    this.#whereabouts = new Whereabouts(clock, 'stopped', 'starting', course);
  }

  get state(): SupervisorState {
    return this.#whereabouts.state;
  }

  get status(): SupervisorStatus {
    return this.#whereabouts.status;
  }

  get since(): number {
    return this.#whereabouts.since;
  }

  get lastExit(): LastExit | undefined {
    return this.#whereabouts.lastExit;
  }

  /** Number of the life that was begun last; 0 before the first. */
  get incarnation(): number {
    return this.#incarnation;
  }

  /** How many of these followed on another, with nothing said in between that it is down. */
  get restarts(): number {
    return this.#restarts;
  }

  /** In ms of the system's clock, while it waits for that. */
  get nextRestart(): number | undefined {
    return this.#whereabouts.nextRestart;
  }

  /** It is down, unless somebody starts it. */
  get isDown(): boolean {
    return this.status === 'stopped' || this.status === 'gaveUp';
  }

  /** It is part of the tree from now on. */
  joined(tags: readonly string[]): void {
    this.#course?.joined(tags, this.#whereabouts);
  }

  begun(): void {
    if (this.#incarnation > 0 && !this.isDown) this.#restarts += 1;
    this.#incarnation += 1;
    this.#course?.begun();
    this.#whereabouts.move('starting', 'starting');
  }

  /** Of its actor. */
  entered(state: SupervisorState): void {
    // Only its owner knows whether it is down.
    this.#whereabouts.move(state, state === 'stopped' ? 'stopping' : state);
  }

  over(code: SessionErrorCode): void {
    this.entered('stopped');
    this.#whereabouts.exited({ code, exitCode: undefined, signal: undefined });
  }

  /** It comes back: at that time, where it is known. */
  suspended(at: number | undefined): void {
    // As with sessions: one that was never begun only starts later, and one that is down only comes back with its group.
    if (this.#incarnation === 0 || this.isDown) return;
    this.#whereabouts.move('stopped', at === undefined ? 'restarting' : 'waiting', at);
  }

  ended(status: 'stopped' | 'gaveUp'): void {
    this.#whereabouts.move('stopped', status);
  }
}
