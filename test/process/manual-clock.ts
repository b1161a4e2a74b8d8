import type { Clock, TimerHandle } from '../../src/base/clock.js';

/** Time that stands still until it is moved. */
export class ManualClock implements Clock {
  readonly #timers = new Map<number, { readonly at: number; readonly callback: () => void }>();
  #now = 0;
  #count = 0;
  #whenArmed = 0;

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, milliseconds: number): TimerHandle {
    const id = (this.#count += 1);
    this.#timers.set(id, { at: this.#now + milliseconds, callback });
    if (this.#whenArmed > 0) this.advance(this.#whenArmed);
    return id;
  }

  clearTimeout(handle: TimerHandle): void {
    this.#timers.delete(handle as number);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const [id, { at, callback }] of [...this.#timers]) {
      if (at <= this.#now && this.#timers.delete(id)) callback();
    }
  }

  /** From now on the clock jumps by that much whenever a timer is armed. */
  advanceWhenArmed(milliseconds: number): void {
    this.#whenArmed = milliseconds;
  }

  /** Lets time pass until the promise has settled. */
  async runUntil<T>(promise: Promise<T>): Promise<T> {
    const steps = setInterval(() => this.advance(50), 5);
    try {
      return await promise;
    } finally {
      clearInterval(steps);
    }
  }

  /** How many timers wait. */
  get armed(): number {
    return this.#timers.size;
  }
}
