import type { Clock, TimerHandle } from '../base/clock.js';

export interface StartLimits {
  /** How many may be in at a time. */
  readonly maxStarting: number;
  /** How many may come in within any second; `Infinity` for no limit. */
  readonly maxStartsPerSecond: number;
}

/**
 * Lets only so many processes of a system start at a time, and within a second, in the order in which they came; a start
 * is over when the CLI is ready, or gone.
 */
export class StartGate {
  readonly #limits: StartLimits;
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  /** When those came in who count for the second, the earliest first. */
  readonly #entries: number[] = [];
  #inside = 0;
  #timer: TimerHandle;

  constructor(limits: StartLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Resolves when there is room, to what gives the room up again; or when `signal` fires, to nothing that has to be. */
  enter(signal?: AbortSignal): Promise<() => void> {
    return new Promise((resolve) => {
      const comeIn = (): void => resolve(this.#comeIn());
      const withdraw = (): void => {
        this.#waiting.delete(comeIn);
        resolve(() => undefined);
        this.#admit();
      };
      if (signal?.aborted) return withdraw();
      signal?.addEventListener('abort', withdraw, { once: true });
      this.#waiting.add(comeIn);
      this.#admit();
    });
  }

  #admit(): void {
    this.#clock.clearTimeout(this.#timer);
    for (const comeIn of this.#waiting) {
      if (this.#inside >= this.#limits.maxStarting) return;
      const delay = this.#delay();
      if (delay > 0) {
        this.#timer = this.#clock.setTimeout(() => this.#admit(), delay);
        return;
      }
      this.#waiting.delete(comeIn);
      comeIn();
    }
  }

  #comeIn(): () => void {
    this.#inside += 1;
    this.#entries.push(this.#clock.now());
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      this.#inside -= 1;
      this.#admit();
    };
  }

  /** How long it takes until the second has room for one more, in ms. */
  #delay(): number {
    const now = this.#clock.now();
    const first = this.#entries.findIndex((at) => at > now - SECOND);
    this.#entries.splice(0, first === -1 ? this.#entries.length : first);
    const [earliest] = this.#entries;
    if (earliest === undefined || this.#entries.length < this.#limits.maxStartsPerSecond) return 0;
    return earliest + SECOND - now;
  }
}

const SECOND = 1_000;
