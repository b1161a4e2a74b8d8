import { availableParallelism } from 'node:os';
import * as z from 'zod';
import type { Backend } from '../adapter/session-adapter.js';
import type { Clock } from '../base/clock.js';
import type { InspectionObserver } from '../base/inspection.js';
import type { Logger } from '../base/logger.js';
import { once } from '../base/once.js';
import { checkAgainst, checkSessionOptions, refuseOption, show } from '../protocol/options/check-options.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import type { StartLimits } from '../session/start-gate.js';

/** How a system is made; everything is optional. */
export interface SystemOptions {
  /**
   * Options of each session that does not give its own. An option that a session gives stands in place of the default
   * as a whole, `env` too.
   */
  readonly defaults?: SessionOptions | undefined;
  readonly limits?: SystemLimits | undefined;
  /** Attached from the start, as by `system.inspect()`. */
  readonly inspect?: InspectionObserver | undefined;
  /** Where time comes from. Default: the machine's. */
  readonly clock?: Clock | undefined;
  /** Where faults of listeners and callbacks are reported. Default: Node's process warnings. */
  readonly logger?: Logger | undefined;
  /** What answers the sessions. Default: the real CLI; `scriptedBackend` of `troupe/testing` is another. */
  readonly backend?: Backend | undefined;
}

export interface SystemLimits {
  /** How many CLIs may be starting at a time. Default: the number of cores, at least 2. */
  readonly maxStarting?: number | undefined;
  /**
   * How many CLIs may be started within any second, by hand and by supervisors: whatever dies together does not come back
   * all at once. Those that have to wait start in the order in which they came. `Infinity` for no limit. Default: ten times
   * `maxStarting`, which only those that fail at once can reach. (A clock that stands still never gets to the next second.)
   */
  readonly maxStartsPerSecond?: number | undefined;
}

/** The limits with their defaults: a start costs a third of a second of one core's time. */
export function startLimits(limits: SystemLimits = {}): StartLimits {
  const { maxStarting = Math.max(2, availableParallelism()) } = limits;
  const { maxStartsPerSecond = 10 * maxStarting } = limits;
  return { maxStarting, maxStartsPerSecond };
}

const OBSERVER = 'a function, or an object with next';

/** Refuses what is no observer (`invalid_option`). */
export function checkObserver(value: unknown): asserts value is InspectionObserver {
  if (!isObserver(value)) refuseOption('inspect', OBSERVER, show(value));
}

function isObserver(value: unknown): boolean {
  return (
    typeof value === 'function' || typeof (value as { readonly next?: unknown } | null)?.next === 'function'
  );
}

const withMethods = (what: string, ...names: string[]): z.ZodType =>
  z
    .custom((value) =>
      names.every((name) => typeof (value as Record<string, unknown> | null)?.[name] === 'function'),
    )
    .describe(`${what}: an object with ${names.join(', ')}`);

const schemas = once(() => ({
  defaults: z.looseObject({}).describe('an object of session options'),
  limits: z
    .strictObject({
      maxStarting: z.int().positive().optional(),
      maxStartsPerSecond: z.union([z.int().positive(), z.literal(Infinity)]).optional(),
    })
    .describe(
      '{ maxStarting?: a whole number above 0, maxStartsPerSecond?: a whole number above 0, or Infinity }',
    ),
  inspect: z.custom(isObserver).describe(OBSERVER),
  clock: withMethods('a Clock', 'now', 'setTimeout', 'clearTimeout'),
  logger: withMethods('a Logger', 'debug', 'warn', 'error'),
  backend: withMethods('a Backend', 'createAdapter', 'latestConversation', 'readConversation'),
}));

/** Refuses bad options of a system (`invalid_option`). */
export function checkSystemOptions(options: unknown): asserts options is SystemOptions {
  checkAgainst(schemas(), options, 'system');
  const { defaults } = options as SystemOptions;
  if (defaults === undefined) return;
  checkSessionOptions(defaults);
  for (const option of OF_ONE_SESSION) {
    if (option in defaults)
      refuseOption(`defaults.${option}`, 'left to each session', 'a default for all of them');
  }
}

/** Options that two sessions cannot share. */
const OF_ONE_SESSION = ['name', 'resume', 'continue', 'forkSession', 'sessionId'] as const;
