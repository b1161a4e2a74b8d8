import type { Clock, TimerHandle } from '../base/clock.js';

/**
 * Tells when nothing was heard for `limit` ms; `Infinity` never tells. One timer serves for all that is heard: it looks
 * back when it fires, instead of being armed anew.
 */
export class SilenceWatch {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #onSilence: () => void;
  #lastHeard = 0;
  #timer: TimerHandle;

  constructor(clock: Clock, limit: number, onSilence: () => void) {
    this.#clock = clock;
    this.#limit = limit;
    this.#onSilence = onSilence;
  }

  begin(): void {
    if (this.#limit === Infinity) return;
    this.#lastHeard = this.#clock.now();
    this.#look();
  }

  heard(): void {
    // The clock costs more than the rest of what a message does here.
    if (this.#limit !== Infinity) this.#lastHeard = this.#clock.now();
  }

  end(): void {
    this.#clock.clearTimeout(this.#timer);
  }

  #look(): void {
    const left = this.#lastHeard + this.#limit - this.#clock.now();
    if (left <= 0) this.#onSilence();
    else this.#timer = this.#clock.setTimeout(() => this.#look(), left);
  }
}
