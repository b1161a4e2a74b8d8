import { delayAfter, drawFrom } from './back-off.js';
import { spend } from './budget.js';
import type { Draft } from './draft.js';
import { end } from './ending.js';
import type { Exit } from './exit.js';
import { openRound } from './round.js';
import type { Child } from './state.js';

/** Whether the exit of a running child leads to a restart (S41, S42). */
export function mayRestart({ spec }: Child, exit: Exit): boolean {
  return spec.restart === 'permanent' || (spec.restart === 'transient' && exit.kind === 'abnormal');
}

/** What follows from the death of a child that was up. */
export function decide(draft: Draft, child: Child, exit: Exit): void {
  const { id, restart: type } = child.spec;
  // S122: the end of a permanent child is always told.
  if (exit.kind === 'abnormal' || type === 'permanent')
    draft.report({ type: 'child_terminated', child: id, incarnation: child.incarnation, exit });
  if (!mayRestart(child, exit)) {
    draft.down(child, 'ended', exit);
    if (isLastSignificant(draft, child)) shutDown(draft, child);
  } else if (exit.mendable) restart(draft, child, exit);
  else park(draft, child, exit);
}

/** No restart would help: the child stays where it can be seen, and its siblings are left alone. */
export function park(draft: Draft, child: Child, exit: Exit): void {
  draft.report({ type: 'child_gave_up', child: child.spec.id, incarnation: child.incarnation, exit });
  draft.down(child, 'gave_up', exit);
}

/** One failure more: it is restarted after a while, with its group where the strategy says so, or that was one too many. */
export function restart(draft: Draft, { failures: earlier, ...known }: Child, exit: Exit): void {
  const { id, backOff, maxConsecutive } = known.spec;
  const { flags, seed: drawnFrom } = draft.state;
  const failures = earlier + 1;
  const { restarts, exceeded } = spend(draft.state.restarts, draft.now, flags);
  const { draw, seed } = drawFrom(drawnFrom);
  draft.set({ restarts, seed });
  const child = draft.put({ ...known, failures }, { phase: { is: 'dead', exit } });
  if (exceeded) return giveUp(draft, child, exit, 'maxRestarts');
  if (failures >= maxConsecutive) return giveUp(draft, child, exit, 'maxConsecutive');

  const at = draft.now + delayAfter(failures, backOff, draw);
  const { incarnation } = child;
  draft.report({ type: 'restart_scheduled', child: id, incarnation, at, failures });
  if (flags.strategy !== 'one_for_one') {
    draft.emit({ type: 'comes.back', id, at: undefined });
    draft.enter(child, { is: 'due' });
    return openRound(draft, id, at);
  }
  draft.enter(child, { is: 'waiting', until: at });
  draft.emit({ type: 'comes.back', id, at });
  draft.emit({ type: 'arm', id, incarnation, at });
}

function giveUp(draft: Draft, child: Child, exit: Exit, limit: 'maxRestarts' | 'maxConsecutive'): void {
  const { id } = child.spec;
  draft.report({ type: 'gave_up', child: id, incarnation: child.incarnation, exit, limit });
  end(draft, { why: 'gave_up', child: id, exit, limit });
}

function shutDown(draft: Draft, child: Child): void {
  const { id } = child.spec;
  draft.report({ type: 'auto_shutdown', child: id, incarnation: child.incarnation });
  end(draft, { why: 'auto_shutdown', child: id });
}

/** S98, S99, S102: asked of a child that has just ended by itself. */
function isLastSignificant(draft: Draft, child: Child): boolean {
  const { flags, children } = draft.state;
  if (!child.spec.significant || flags.autoShutdown === 'never') return false;
  if (flags.autoShutdown === 'any_significant') return true;
  return !children.some(({ spec, phase }) => spec.significant && phase.is !== 'down');
}
