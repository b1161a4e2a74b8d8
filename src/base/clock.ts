/** Opaque handle of an armed timer; `undefined` where none was armed. */
export type TimerHandle = unknown;

/**
 * Where time comes from. Every timeout, back-off and restart window of a system runs on one clock, so that tests
 * need not wait. It has the shape of XState's `Clock`, and each actor is given it.
 */
export interface Clock {
  /** Milliseconds since an arbitrary fixed point. */
  now(): number;
  /** Arms a one-shot timer. `Infinity` arms none. */
  setTimeout(callback: () => void, milliseconds: number): TimerHandle;
  clearTimeout(handle: TimerHandle): void;
}

/** Node's timers hold 31 bits: a longer delay fires at once. */
export const LONGEST_DELAY = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock: Clock = {
  // Not the wall clock, which is set back and forth while windows and budgets are measured.
  now: () => performance.now(),
  setTimeout: (callback, milliseconds) =>
    milliseconds > LONGEST_DELAY ? undefined : setTimeout(callback, milliseconds),
  clearTimeout: (handle) => {
    clearTimeout(handle as NodeJS.Timeout | undefined);
  },
};

/** Resolves after `milliseconds` of the given clock. */
export function delay(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => clock.setTimeout(resolve, milliseconds));
}

/** Whether `promise` settled within `milliseconds` of the given clock; the timer never outlives the call. */
export async function settlesWithin(
  clock: Clock,
  promise: Promise<unknown>,
  milliseconds: number,
): Promise<boolean> {
  let timer: TimerHandle;
  const late = new Promise<boolean>((resolve) => {
    timer = clock.setTimeout(() => resolve(false), milliseconds);
  });
  const done = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    clock.clearTimeout(timer);
  }
}
