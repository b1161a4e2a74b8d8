import type { Start } from './children.js';

interface Timer {
  readonly owner: object;
  readonly name: string;
  readonly at: number;
  readonly run: () => void;
}

/**
 * A world in which nothing happens but what a test says and what the supervisors' cores decide. Time is in ms and stands
 * still until it is moved; whatever takes none has happened when a call returns.
 */
export class World {
  /** What was started and stopped, and which supervisors are up or have ended, in order. */
  readonly log: string[] = [];
  /** What was reported, in order (S122). */
  readonly reports: string[] = [];
  /** What was told of children to those who wait for them, in order. */
  readonly fates: string[] = [];
  /** How the next starts of a child will go, by its path; its supervisor may be another incarnation by then. */
  readonly starts = new Map<string, readonly Start[]>();
  now = 0;
  readonly #happening: (() => void)[] = [];
  #timers: Timer[] = [];
  #busy = false;

  /** Has something happen, after what is already happening. */
  post(happens: () => void): void {
    this.#happening.push(happens);
    this.#goOn();
  }

  /** What the test does here has all happened before anything is done about it. */
  together(body: () => void): void {
    this.#busy = true;
    body();
    this.#busy = false;
    this.#goOn();
  }

  /** There is one timer of an owner and a name at a time. */
  arm(owner: object, name: string, at: number, run: () => void): void {
    this.disarm(owner, name);
    this.#timers.push({ owner, name, at, run });
  }

  disarm(owner: object, name: string): void {
    this.#timers = this.#timers.filter((timer) => timer.owner !== owner || timer.name !== name);
  }

  advance(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (let timer = this.#nextTimer(end); timer; timer = this.#nextTimer(end)) {
      this.now = timer.at;
      this.#goOn();
    }
    this.now = end;
  }

  /** How many timers are armed. */
  get timers(): number {
    return this.#timers.length;
  }

  /** What was logged since the last look. */
  news(): string[] {
    return this.log.splice(0);
  }

  #goOn(): void {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) next();
    } finally {
      this.#busy = false;
    }
  }

  #next(): (() => void) | undefined {
    const happens = this.#happening.shift();
    if (happens) return happens;
    const timer = this.#nextTimer(this.now);
    if (timer) this.disarm(timer.owner, timer.name);
    return timer?.run;
  }

  #nextTimer(until: number): Timer | undefined {
    const [first, ...others] = this.#timers.filter(({ at }) => at <= until);
    return first && others.reduce((next, timer) => (timer.at < next.at ? timer : next), first);
  }
}
