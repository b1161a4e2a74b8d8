import { systemClock, type Clock, type TimerHandle } from '../../src/base/clock.js';

/** The machine's own time, which a test can set forward: a limit of an hour passes at the moment that it chooses. */
export interface SkippingClock extends Clock {
  skip(milliseconds: number): void;
}

interface Timer {
  readonly due: number;
  readonly fire: () => void;
  handle: TimerHandle;
}

export function skippingClock(): SkippingClock {
  const timers = new Set<Timer>();
  let skipped = 0;
  const now = (): number => systemClock.now() + skipped;
  const arm = (timer: Timer): void => {
    timer.handle = systemClock.setTimeout(timer.fire, timer.due - now());
  };
  return {
    now,
    setTimeout: (callback, milliseconds) => {
      const fire = (): void => {
        timers.delete(timer);
        callback();
      };
      const timer: Timer = { due: now() + milliseconds, fire, handle: undefined };
      timers.add(timer);
      arm(timer);
      return timer;
    },
    clearTimeout: (handle) => {
      if (!timers.delete(handle as Timer)) return;
      systemClock.clearTimeout((handle as Timer).handle);
    },
    skip: (milliseconds) => {
      skipped += milliseconds;
      for (const timer of timers) {
        systemClock.clearTimeout(timer.handle);
        arm(timer);
      }
    },
  };
}
