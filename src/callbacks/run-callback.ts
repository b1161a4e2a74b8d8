import { AsyncLocalStorage } from 'node:async_hooks';

/** A piece of user code that a session waits for. */
interface Frame {
  readonly of: object;
  readonly isLive: () => boolean;
  readonly within: Frame | undefined;
}

const frames = new AsyncLocalStorage<Frame>();

/**
 * Runs a callback of the user's on behalf of `of`. Whatever it does, also at once, is told by the promise; and until it
 * has settled, or the signal has fired that nobody waits for it, what it does is known to be done within it.
 */
export function runCallback<T>(of: object, code: () => T | PromiseLike<T>, signal?: AbortSignal): Promise<T> {
  let isLive = true;
  const outcome = within(
    of,
    () => isLive && !signal?.aborted,
    async () => await code(),
  );
  return outcome.finally(() => {
    isLive = false;
  });
}

/** Runs code of which `of` waits for as long as `isLive` says so. */
export function within<T>(of: object, isLive: () => boolean, code: () => T): T {
  return frames.run({ of, isLive, within: innermost() }, code);
}

/** Whether this is done by a callback that `of` waits for: what waits for `of` in turn would never come. */
export function isWithinCallback(of: object): boolean {
  for (let frame = frames.getStore(); frame; frame = frame.within) {
    if (frame.of === of && frame.isLive()) return true;
  }
  return false;
}

/** The innermost that is waited for. Those that are over are let go of: sessions that start one another would add up. */
function innermost(): Frame | undefined {
  let frame = frames.getStore();
  while (frame && !frame.isLive()) frame = frame.within;
  return frame;
}
