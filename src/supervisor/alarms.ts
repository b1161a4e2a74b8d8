import type { Clock, TimerHandle } from '../base/clock.js';

/** Timers by name, on the system's clock and outside any actor: a stop of one costs nothing for the others. */
export class Alarms {
  readonly #clock: Clock;
  readonly #armed = new Map<string, TimerHandle>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Rings at that time, in ms of the clock; in place of what was armed by that name. */
  arm(name: string, at: number, ring: () => void): void {
    this.disarm(name);
    const timer = this.#clock.setTimeout(
      () => {
        this.#armed.delete(name);
        ring();
      },
      Math.max(0, at - this.#clock.now()),
    );
    this.#armed.set(name, timer);
  }

  disarm(name: string): void {
    this.#clock.clearTimeout(this.#armed.get(name));
    this.#armed.delete(name);
  }

  disarmAll(): void {
    for (const name of [...this.#armed.keys()]) this.disarm(name);
  }
}
