import { SessionError } from '../../../src/errors/session-error.js';
import type { Exit } from '../../../src/supervisor/core/exit.js';
import type { CoreSpec, Flags } from '../../../src/supervisor/core/spec.js';

/** A permanent worker that is restarted at once, however often it failed. */
export function specOf(id: string, given: Partial<CoreSpec> = {}): CoreSpec {
  return {
    id,
    type: 'worker',
    restart: 'permanent',
    significant: false,
    backOff: { initial: 0, factor: 1, max: 0, jitter: 0 },
    stableAfter: Infinity,
    maxConsecutive: Infinity,
    ...given,
  };
}

export function flagsOf(given: Partial<Flags> = {}): Flags {
  return {
    kind: 'supervisor',
    strategy: 'one_for_one',
    maxRestarts: 3,
    period: 5_000,
    autoShutdown: 'never',
    maxChildren: Infinity,
    ...given,
  };
}

export function exitOf(kind: Exit['kind'], given: Partial<Exit> = {}): Exit {
  const error = new SessionError(kind === 'abnormal' ? 'crashed' : 'stopped', kind);
  return { kind, mendable: true, forced: false, error, ...given };
}
