import { availableParallelism } from 'node:os';
import type { InspectionEvent } from 'xstate';
import * as z from 'zod';
import type { Backend } from '../adapter/session-adapter.js';
import type { Clock } from '../base/clock.js';
import type { Logger } from '../base/logger.js';
import { checkAgainst, checkSessionOptions } from '../protocol/options/check-options.js';
import type { SessionOptions } from '../protocol/options/session-options.js';

/** How a system is made; everything is optional. */
export interface SystemOptions {
  /** Options of each session that does not give its own. */
  readonly defaults?: SessionOptions | undefined;
  readonly limits?: SystemLimits | undefined;
  /** Is shown what happens in the session actors (XState's inspection events). A throw is only reported. */
  readonly inspect?: ((event: InspectionEvent) => void) | undefined;
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
}

/** A start costs a third of a second of one core's time, so that more at once only make each slower. */
export const DEFAULT_MAX_STARTING = Math.max(2, availableParallelism());

const object = z.custom((value) => typeof value === 'object' && value !== null);
const callable = z.custom((value) => typeof value === 'function').describe('a function');

const schemas = {
  defaults: object.describe('an object of session options'),
  limits: z
    .strictObject({ maxStarting: z.int().positive().optional() })
    .describe('{ maxStarting?: a whole number above 0 }'),
  inspect: callable,
  clock: object.describe('a Clock'),
  logger: object.describe('a Logger'),
  backend: object.describe('a Backend'),
};

/** Refuses bad options of a system (`invalid_option`). */
export function checkSystemOptions(options: unknown): asserts options is SystemOptions {
  checkAgainst(schemas, options, 'system');
  const { defaults } = options as SystemOptions;
  if (defaults !== undefined) checkSessionOptions(defaults);
}
