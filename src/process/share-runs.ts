/**
 * Lets callers share the runs of a costly look at the world. Each is given a run that begins after it asked: what is
 * already under way may have missed what the caller wants to see.
 */
export function shareRuns<T>(run: () => Promise<T>): () => Promise<T> {
  let current: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  return () => {
    if (next !== undefined) return next;
    const mine = current.then(() => {
      next = undefined;
      return run();
    });
    current = mine.catch(() => undefined);
    next = mine;
    return mine;
  };
}
