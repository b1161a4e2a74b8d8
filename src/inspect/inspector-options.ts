import * as z from 'zod';
import { once } from '../base/once.js';
import { checkAgainst } from '../protocol/options/check-options.js';
import type { System } from '../system/system.js';
import type { InspectedEvent } from './inspected-event.js';

/** Options of {@link statelyInspector}; everything is optional. */
export interface StatelyInspectorOptions {
  /** What is looked at. Default: the system that the top-level functions use at the time of the call. */
  readonly system?: System | undefined;
  /** Where to listen, on 127.0.0.1 only. Default: 0, for any port that is free. */
  readonly port?: number | undefined;
  /**
   * Whether an event is shown. It is asked before anything is made of the event, which is given as it is: with context and
   * content. An answer that is truthy shows it, as with `Array.filter`, but for a promise, which comes too late. Where it throws
   * or returns a promise, that is reported to the system's logger, and the event is not shown.
   */
  readonly filter?: ((event: InspectedEvent) => boolean) | undefined;
  /** Page that draws what it is told, as Stately's does. Default: `https://stately.ai/inspect`. */
  readonly viewer?: string | undefined;
}

/** Refuses bad options (`invalid_option`). */
export function checkInspectorOptions(options: unknown): asserts options is StatelyInspectorOptions {
  checkAgainst(schemas(), options, 'inspector');
}

const schemas = once(() => ({
  system: z
    .custom((value) => typeof (value as Partial<System> | null)?.inspect === 'function')
    .describe('a system, as `createSystem` makes it'),
  port: z.int().min(0).max(65_535).describe('a port, or 0 for any'),
  filter: z.custom((value) => typeof value === 'function').describe('a function'),
  viewer: z.url({ protocol: /^https?$/ }).describe('the address of a page, with http: or https:'),
}));
