/** Told of a fault in the user's own code: which piece of it, and what it threw or rejected with. */
export type FaultReporter = (what: string, fault: unknown) => void;

/**
 * Runs a piece of user code so that nothing it does reaches the caller: a throw or a rejection is reported under
 * `what`, and its result is dropped.
 */
export function isolate(what: string, report: FaultReporter, code: () => unknown): void {
  try {
    const outcome = code();
    if (isThenable(outcome)) void Promise.resolve(outcome).catch((fault: unknown) => report(what, fault));
  } catch (fault) {
    report(what, fault);
  }
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
