import type { Effect } from '../../../src/supervisor/core/effect.js';
import type { Call, CoreEvent } from '../../../src/supervisor/core/event.js';
import type { World } from './random-world.js';

type Fault = string | undefined;

/** Looks at what a supervisor does, and says what is wrong with it, if anything is. */
export interface Invariant {
  /** The event has not happened yet. */
  before?(event: CoreEvent, world: World): Fault;
  /** The effect is not carried out yet. */
  effect?(effect: Effect, world: World): Fault;
  after?(event: CoreEvent, effects: readonly Effect[], world: World): Fault;
  /** Nothing moves, and no timer is armed. */
  rest?(world: World): Fault;
}

/** Somebody waits for this child to be started, or to be stopped. */
export function isCalledFor(child: string, { calls }: World): boolean {
  return [...calls.values()].some((call) => call.verb !== 'deleteChild' && childOf(call) === child);
}

export function childOf(call: Call): string {
  return call.verb === 'startChild' ? call.spec.id : call.child;
}
