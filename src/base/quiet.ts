/**
 * The same promise, its rejection counted as handled: whoever awaits it meets the rejection, and where nobody does yet,
 * or ever, the host is not ended by it.
 */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
