import type { SessionMachineLimits } from '../../machines/session.types.js';
import type { SessionOptions } from '../protocol/options/session-options.js';

/** The limits of a session, with its defaults; times in ms. */
export interface SessionLimits {
  readonly timeout: number;
  readonly inactivityTimeout: number;
  readonly controlTimeout: number;
  readonly maxBufferedBytes: number;
  readonly shutdown: number;
  readonly machine: SessionMachineLimits;
}

/** An interrupt is answered, and the turn over, in some 40 ms; past this, or `controlTimeout`, the CLI is taken for dead. */
const INTERRUPT_LIMIT = 10_000;

/** What SIGKILL and the sweep may take beyond the budget of a stop (`process/sweep.ts` gives up after 5 s). */
const STOP_OVERRUN = 15_000;

/** How long a stop may take in all: then the process is given up on. */
export function stopLimit(budget: number): number {
  return budget + STOP_OVERRUN;
}

export function limitsOf(options: SessionOptions): SessionLimits {
  const { timeout = 300_000, inactivityTimeout = Infinity, controlTimeout = 60_000 } = options;
  const { maxBufferedBytes = 64 * 1024 * 1024, shutdown = 5_000 } = options;
  return {
    timeout,
    inactivityTimeout,
    controlTimeout,
    maxBufferedBytes,
    shutdown,
    machine: {
      // The adapter's handshake has the same limit and says more when it fails, so it goes first.
      start: controlTimeout + 1_000,
      turn: timeout,
      interrupt: Math.min(INTERRUPT_LIMIT, controlTimeout),
      control: controlTimeout,
      stop: stopLimit(shutdown),
    },
  };
}
