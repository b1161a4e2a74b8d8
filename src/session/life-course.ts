import type { LifeHappening } from './session-happening.js';
import type { Follower, LastExit, Station, Whereabouts } from './whereabouts.js';

type Make<Happening> = (content: boolean) => Happening;

/** `at`: in ms of the system's clock, where it is known. */
type Tell<Happening> = (make: Make<Happening>, at?: number) => void;

/**
 * What becomes of a session or a supervisor, as its system's events tell it: from its being added to its removal, and neither
 * before nor after.
 */
export class LifeCourse<State, Status extends string, Other = never> implements Follower<State, Status> {
  readonly #tell: Tell<LifeHappening<State, Status> | Other>;
  /** What happened before it was added. */
  #early: Make<LifeHappening<State, Status> | Other>[] = [];
  #presence: 'outside' | 'inside' | 'leaving' | 'removed' = 'outside';
  #isDown = false;

  constructor(tell: Tell<LifeHappening<State, Status> | Other>) {
    this.#tell = tell;
  }

  /** Whether it was added, and not removed. */
  get isInTree(): boolean {
    return this.#presence === 'inside' || this.#presence === 'leaving';
  }

  /** Of anything that happens to it; what comes early is told right after it was added. */
  tell(make: Make<LifeHappening<State, Status> | Other>, at?: number): void {
    if (this.isInTree) this.#tell(make, at);
    else if (this.#presence === 'outside') this.#early.push(make);
  }

  /** It is part of the tree from now on, if it has not been so before. */
  joined(tags: readonly string[], whereabouts: Whereabouts<State, Status>): void {
    if (this.#presence !== 'outside') return;
    this.#presence = 'inside';
    whereabouts.appear();
    const { state, status, nextRestart, since } = whereabouts;
    this.tell(() => ({ type: 'added', tags, state, status, nextRestart }), since);
    for (const make of this.#early.splice(0)) this.tell(make);
  }

  begun(): void {
    this.tell(() => ({ type: 'begun' }));
  }

  moved(now: Station<State, Status>, previous: Station<State, Status>, at: number): void {
    this.#isDown = now.status === 'stopped' || now.status === 'gaveUp';
    // Where it stands when it is added is told by that.
    if (this.isInTree)
      this.tell(() => ({ type: 'state', ...now, previous: Object.freeze({ ...previous }) }), at);
    this.#leaveWhenDown();
  }

  exited({ at, code, exitCode, signal }: LastExit): void {
    this.tell(() => ({ type: 'exited', code, exitCode, signal }), at);
  }

  /** Its names are free: it is removed when it is down, before anybody hears of that, who could use them anew. */
  released(): void {
    if (this.#presence === 'outside') this.#remove();
    if (this.#presence === 'inside') this.#presence = 'leaving';
    this.#leaveWhenDown();
  }

  #leaveWhenDown(): void {
    if (this.#presence !== 'leaving' || !this.#isDown) return;
    this.tell(() => ({ type: 'removed' }));
    this.#remove();
  }

  #remove(): void {
    this.#presence = 'removed';
    this.#early = [];
  }
}
