import { makeCall, takeCall } from './calls.js';
import { decide } from './decide.js';
import { Draft } from './draft.js';
import type { Effect } from './effect.js';
import { end } from './ending.js';
import type { CoreEvent } from './event.js';
import { childDue, childExited, childReady } from './child-events.js';
import { advance, beginStart, isBusy, roundDue } from './round.js';
import type { SupervisorState } from './state.js';

/** What a supervisor decides: pure, so that every case can be tried without a process and without waiting. */
export function step(
  state: SupervisorState,
  event: CoreEvent,
  now: number,
): { readonly state: SupervisorState; readonly effects: readonly Effect[] } {
  const draft = new Draft(state, now);
  take(draft, event);
  settle(draft);
  return { state: draft.state, effects: draft.effects };
}

function take(draft: Draft, event: CoreEvent): void {
  switch (event.type) {
    case 'begin':
      return beginStart(draft);
    case 'child.ready':
      return childReady(draft, event);
    case 'child.exited':
      return childExited(draft, event);
    case 'child.due':
      return childDue(draft, event);
    case 'round.due':
      return roundDue(draft);
    case 'call':
      return takeCall(draft, event.call);
    case 'stop':
      return end(draft, { why: 'stopped' });
  }
}

/** Goes on with the round as far as that can be; then with the deaths, and the calls, that waited for it. */
function settle(draft: Draft): void {
  for (;;) {
    advance(draft);
    if (isBusy(draft.state)) return;
    const [died, ...otherDeaths] = draft.state.died;
    const [call, ...otherCalls] = draft.state.held;
    if (died !== undefined) {
      draft.set({ died: otherDeaths });
      const child = draft.child(died);
      // It may have been stopped, or absorbed by a round, since.
      if (child?.phase.is === 'dead') decide(draft, child, child.phase.exit);
    } else if (call) {
      draft.set({ held: otherCalls });
      makeCall(draft, call);
    } else return;
  }
}
