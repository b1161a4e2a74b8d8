import type { Clock } from '../base/clock.js';

/** What is left of the time of the open turn. It stands still while a question is pending that was asked in that turn. */
export class TurnClock {
  readonly #clock: Clock;
  readonly #asked = new Set<string>();
  #end = Infinity;
  #left = Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A turn begins, which may take `limit` ms. What was asked before is none of it. */
  begin(limit: number): void {
    this.#asked.clear();
    this.#end = this.#clock.now() + limit;
  }

  get isHeld(): boolean {
    return this.#asked.size > 0;
  }

  /** As of when it was last held. */
  get left(): number {
    return this.#left;
  }

  /** Something was asked; returns whether nothing else was pending. */
  hold(id: string): boolean {
    if (!this.isHeld) this.#left = Math.max(0, this.#end - this.#clock.now());
    return this.#asked.add(id).size === 1;
  }

  /** It is settled; returns whether nothing is pending any more. What belongs to an earlier turn is ignored. */
  release(id: string): boolean {
    if (!this.#asked.delete(id) || this.isHeld) return false;
    this.#end = this.#clock.now() + this.#left;
    return true;
  }
}
