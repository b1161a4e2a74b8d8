import { setImmediate as nextTurn } from 'node:timers/promises';
import { LONGEST_DELAY, type Clock, type TimerHandle } from '../base/clock.js';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /**
   * Moves time on by so many milliseconds. Timers that fall due fire in the order of their times (armed first, fired
   * first), those armed on the way too, and what awaits one goes on before the next fires. A timer that throws rejects
   * the call, with the time standing where it fired. Calls that overlap run one after the other.
   */
  advance(milliseconds: number): Promise<void>;
  /** Number of armed timers. */
  readonly pending: number;
}

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** Makes a clock that shows `start` milliseconds. */
export function createFakeClock(start = 0): FakeClock {
  // In the order of being armed, so that the earliest of equal ones is the first found.
  const timers = new Set<Timer>();
  let now = start;
  let lastCall: Promise<void> = Promise.resolve();

  const nextBefore = (end: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) if (timer.due <= end && timer.due < (next?.due ?? Infinity)) next = timer;
    return next;
  };
  const move = async (milliseconds: number): Promise<void> => {
    const end = now + milliseconds;
    await settle();
    for (let timer = nextBefore(end); timer !== undefined; timer = nextBefore(end)) {
      timers.delete(timer);
      now = timer.due;
      timer.callback();
      await settle();
    }
    now = end;
  };

  return {
    now: () => now,
    setTimeout: (callback, milliseconds) => {
      if (milliseconds > LONGEST_DELAY) return undefined;
      const timer = { due: now + (milliseconds > 0 ? milliseconds : 0), callback };
      timers.add(timer);
      return timer;
    },
    clearTimeout: (handle: TimerHandle) => void timers.delete(handle as Timer),
    advance: (milliseconds) => {
      if (!(milliseconds >= 0 && milliseconds < Infinity)) {
        return Promise.reject(new RangeError(`milliseconds: expected a number from 0, got ${milliseconds}`));
      }
      const call = lastCall.then(() => move(milliseconds));
      lastCall = call.catch(() => undefined);
      return call;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** Every promise that can go on without time passing does; the second turn is for those that wait for the first. */
async function settle(): Promise<void> {
  await nextTurn();
  await nextTurn();
}
