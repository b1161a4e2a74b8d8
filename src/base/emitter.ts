import { isolate, type FaultReporter } from './isolate.js';

/** Stops the listener it was returned for; calling it again does nothing. */
export type Unsubscribe = () => void;

/** A typed emitter whose listeners cannot hurt the emitter nor one another. */
export class Emitter<Events extends Record<string, unknown[]>> {
  readonly #listeners = new Map<keyof Events, Set<(...values: never[]) => unknown>>();
  readonly #report: FaultReporter;

  constructor(report: FaultReporter) {
    this.#report = report;
  }

  on<Name extends keyof Events>(name: Name, listener: (...values: Events[Name]) => unknown): Unsubscribe {
    const listeners = this.#listeners.get(name) ?? new Set();
    // Wrapped, so that one function registered twice is called twice and removed once.
    const entry = (...values: Events[Name]): unknown => listener(...values);
    this.#listeners.set(name, listeners.add(entry));
    return () => void listeners.delete(entry);
  }

  emit<Name extends keyof Events>(name: Name, ...values: Events[Name]): void {
    const listeners = this.#listeners.get(name) ?? new Set();
    // One that is added meanwhile waits for the next event; one that is stopped meanwhile is not called any more.
    for (const listener of [...listeners]) {
      if (!listeners.has(listener)) continue;
      isolate(`listener of '${String(name)}'`, this.#report, () =>
        (listener as (...values: Events[Name]) => unknown)(...values),
      );
    }
  }
}
