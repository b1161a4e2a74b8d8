import type { Effect } from '../../../src/supervisor/core/effect.js';
import type { CoreEvent } from '../../../src/supervisor/core/event.js';
import type { CoreSpec, Flags } from '../../../src/supervisor/core/spec.js';
import { initialState, type SupervisorState } from '../../../src/supervisor/core/state.js';
import { step } from '../../../src/supervisor/core/step.js';
import { flagsOf } from './core-fixture.js';

interface Stepped {
  readonly state: SupervisorState;
  /** What the last of the events led to. */
  readonly effects: readonly Effect[];
}

/** A supervisor after these events, all of which happen at once. */
export function stepped(
  specs: readonly CoreSpec[],
  events: readonly CoreEvent[],
  flags: Partial<Flags> = {},
): Stepped {
  const before: Stepped = { state: initialState(flagsOf(flags), specs, 1), effects: [] };
  return events.reduce(({ state }, event) => step(state, event, 0), before);
}
