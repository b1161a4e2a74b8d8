import { isDeepStrictEqual } from 'node:util';
import type { Effect } from '../../../src/supervisor/core/effect.js';
import type { CoreEvent } from '../../../src/supervisor/core/event.js';
import type { SupervisorState } from '../../../src/supervisor/core/state.js';
import { step } from '../../../src/supervisor/core/step.js';

interface Stepped {
  readonly state: SupervisorState;
  readonly effects: readonly Effect[];
}

/** Takes the step twice, and throws where that is not twice the same, or where what it was given is changed. */
export function pureStep(state: SupervisorState, event: CoreEvent, now: number): Stepped {
  freeze(state);
  const before = state.children.toArray();
  const stepped = step(state, event, now);
  const again = step(state, event, now);
  const isUnchanged = state.children.toArray().every(([id, child], at) => isEntry(before[at], id, child));
  if (!isUnchanged || before.length !== state.children.size)
    throw new Error('the state that a step is given is changed');
  if (!isDeepStrictEqual(stepped.effects, again.effects) || !isSame(stepped.state, again.state))
    throw new Error('the same inputs give other outputs');
  return stepped;
}

export function isSame(one: SupervisorState, other: SupervisorState): boolean {
  return isDeepStrictEqual(plain(one), plain(other));
}

function plain(state: SupervisorState): object {
  return { ...state, children: state.children.toArray() };
}

function isEntry(entry: readonly [string, object] | undefined, id: string, child: object): boolean {
  return entry?.[0] === id && entry[1] === child;
}

/** Everything but the map itself, which caches what it finds out. */
function freeze(state: SupervisorState): void {
  const { children, ...rest } = state;
  Object.freeze(state);
  for (const value of [...Object.values(rest), ...children.values()]) freezeDeeply(value);
}

function freezeDeeply(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const each of Object.values(value)) freezeDeeply(each);
}
