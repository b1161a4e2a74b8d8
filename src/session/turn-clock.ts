import type { Clock } from '../base/clock.js';

/** Told when the clock begins to stand still, with what is left by then, and when it goes on. */
export interface TurnClockHooks {
  held(left: number): void;
  wentOn(): void;
}

/** What is left of the time of the open turn. It stands still while a question is pending that was asked in that turn. */
export class TurnClock {
  readonly #clock: Clock;
  readonly #hooks: TurnClockHooks;
  #asked = new Set<Promise<unknown>>();
  #end = Infinity;
  #left = Infinity;

  constructor(clock: Clock, hooks: TurnClockHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  /** A turn begins, which may take `limit` ms. What was asked before is none of it. */
  begin(limit: number): void {
    this.#asked = new Set();
    this.#end = this.#clock.now() + limit;
  }

  /** What is left, where it stands still; `undefined` where it runs. */
  get held(): number | undefined {
    return this.#asked.size > 0 ? this.#left : undefined;
  }

  /** Stands still from now until `outcome` has settled. */
  holdUntil(outcome: Promise<unknown>): void {
    const asked = this.#asked;
    if (asked.size === 0) this.#left = Math.max(0, this.#end - this.#clock.now());
    asked.add(outcome);
    if (asked.size === 1) this.#hooks.held(this.#left);
    const release = (): void => {
      asked.delete(outcome);
      if (asked === this.#asked && asked.size === 0) this.#goOn();
    };
    outcome.then(release, release);
  }

  #goOn(): void {
    this.#end = this.#clock.now() + this.#left;
    this.#hooks.wentOn();
  }
}
