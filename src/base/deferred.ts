import { quiet } from './quiet.js';

/** A promise together with what settles it (`Promise.withResolvers`, which Node 20 lacks). */
export interface Deferred<T = void> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
}

export function deferred<T = void>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** A deferred whose rejection counts as handled, for outcomes that nobody may ever ask for. */
export function quietDeferred<T = void>(): Deferred<T> {
  const outcome = deferred<T>();
  void quiet(outcome.promise);
  return outcome;
}
