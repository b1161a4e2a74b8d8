import type { LifeHappening } from './session-happening.js';
import type { Follower, LastExit, Station } from './whereabouts.js';

/**
 * What becomes of a session or a supervisor, as its system's events tell it: from its being added to its removal, and neither
 * before nor after.
 */
export class LifeCourse<State, Status extends string> implements Follower<State, Status> {
  readonly #tell: (make: () => LifeHappening<State, Status>) => void;
  #presence: 'outside' | 'inside' | 'leaving' | 'removed' = 'outside';
  #isDown = false;

  constructor(tell: (make: () => LifeHappening<State, Status>) => void) {
    this.#tell = tell;
  }

  /** Whether it was added, and not removed. */
  get isInTree(): boolean {
    return this.#presence === 'inside' || this.#presence === 'leaving';
  }

  /** It is part of the tree from now on, if it has not been so before. */
  joined(): void {
    if (this.#presence !== 'outside') return;
    this.#presence = 'inside';
    this.#say(() => ({ type: 'added' }));
  }

  begun(): void {
    this.#say(() => ({ type: 'begun' }));
  }

  moved(now: Station<State, Status>, previous: Station<State, Status>): void {
    this.#isDown = now.status === 'stopped' || now.status === 'gaveUp';
    this.#say(() => ({ type: 'state', ...now, previous: Object.freeze({ ...previous }) }));
    this.#leaveWhenDown();
  }

  exited({ code, exitCode, signal }: Omit<LastExit, 'at'>): void {
    this.#say(() => ({ type: 'exited', code, exitCode, signal }));
  }

  /** Its names are free: it is removed when it is down, before anybody hears of that, who could use them anew. */
  released(): void {
    if (this.#presence === 'inside') this.#presence = 'leaving';
    this.#leaveWhenDown();
  }

  #leaveWhenDown(): void {
    if (this.#presence !== 'leaving' || !this.#isDown) return;
    this.#say(() => ({ type: 'removed' }));
    this.#presence = 'removed';
  }

  #say(make: () => LifeHappening<State, Status>): void {
    if (this.isInTree) this.#tell(make);
  }
}
