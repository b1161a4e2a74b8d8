import { decide, mayRestart, park, restart } from './decide.js';
import type { Draft } from './draft.js';
import { end } from './ending.js';
import type { Exit } from './exit.js';
import { isBusy } from './round.js';
import type { Child } from './state.js';

interface OfIncarnation {
  readonly id: string;
  readonly incarnation: number;
}

export function childReady(draft: Draft, event: OfIncarnation): void {
  const child = current(draft, event);
  if (child?.phase.is !== 'starting') return;
  draft.report({ type: 'started', child: event.id, incarnation: event.incarnation });
  draft.up(child);
}

export function childDue(draft: Draft, event: OfIncarnation): void {
  const child = current(draft, event);
  if (child?.phase.is === 'waiting') draft.start(child);
}

export function childExited(draft: Draft, event: OfIncarnation & { readonly exit: Exit }): void {
  const child = current(draft, event);
  if (child && isShutdownError(child, event.exit)) {
    const { id, incarnation, exit } = event;
    draft.report({ type: 'shutdown_error', child: id, incarnation, exit });
  }
  if (child?.phase.is === 'starting') startFailed(draft, child, event.exit);
  if (child?.phase.is === 'up') died(draft, child, event.exit);
  if (child?.phase.is === 'stopping') stopped(draft, child, child.phase.next, event.exit);
}

function current(draft: Draft, { id, incarnation }: OfIncarnation): Child | undefined {
  const child = draft.child(id);
  return child?.incarnation === incarnation ? child : undefined;
}

/** S122: from a permanent child a normal end is not expected, either. What could not be ended is told after any exit. */
function isShutdownError({ phase, spec }: Child, { kind, forced, leftover }: Exit): boolean {
  // Supervisors have told of theirs themselves.
  if (leftover && spec.type === 'worker') return true;
  if (phase.is !== 'stopping') return false;
  return forced || kind === 'abnormal' || (kind === 'normal' && spec.restart === 'permanent');
}

function died(draft: Draft, child: Child, exit: Exit): void {
  const { id } = child.spec;
  // S33: a supervisor that ends restarts nothing.
  if (draft.state.phase === 'stopping') return draft.down(child, 'supervisor', exit);
  const dead = draft.put(child, { phase: { is: 'dead', exit }, failures: draft.failuresOf(child) });
  if (!isBusy(draft.state)) return decide(draft, dead, exit);
  draft.set({ died: [...draft.state.died, id] });
  if (mayRestart(child, exit)) draft.emit({ type: 'comes.back', id, at: undefined });
  else draft.emit({ type: 'is.down', id, why: 'ended', exit, forgotten: false });
}

function startFailed(draft: Draft, child: Child, exit: Exit): void {
  const { id } = child.spec;
  if (draft.state.phase === 'stopping') return draft.down(child, 'supervisor', exit);
  // By hand (S84, S88): its caller is told, and nobody else.
  if (child.startCall) return draft.down(child, 'failed', exit);
  draft.report({ type: 'start_error', child: id, incarnation: child.incarnation, exit });
  if (draft.state.phase === 'starting') {
    draft.down(child, 'supervisor', exit);
    return end(draft, { why: 'start_failed', child: id, exit });
  }
  if (exit.mendable) restart(draft, child, exit);
  else park(draft, child, exit);
}

function stopped(draft: Draft, child: Child, next: 'down' | 'start' | 'due', exit: Exit): void {
  const { id, restart: type } = child.spec;
  const isAsked = draft.state.phase !== 'stopping' || child.stopCalls.length > 0;
  if (next === 'down') return draft.down(child, isAsked ? 'asked' : 'supervisor', exit);
  // S55: stopped with its group, it has no part in what follows.
  if (next === 'due' && type === 'temporary') return draft.down(child, 'ended', exit);
  draft.emit({ type: 'comes.back', id, at: undefined });
  if (next === 'start') draft.start(child);
  else draft.enter(child, { is: 'due' });
}
