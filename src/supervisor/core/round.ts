import type { Draft } from './draft.js';
import type { Child, Round, SupervisorState } from './state.js';

/** While a round stops or starts children, deaths and most calls wait for its end. */
export function isBusy({ phase, round }: SupervisorState): boolean {
  return phase === 'new' || (round !== undefined && round.stage !== 'waiting');
}

/** Starts all children, one after another (S19). */
export function beginStart(draft: Draft): void {
  if (draft.state.phase !== 'new') return;
  draft.set({ phase: 'starting', round: starting('start', idsOf(draft)) });
}

/** Stops and starts the group of a failed child (S52, S53), not before `until`. */
export function openRound(draft: Draft, failed: string, until: number): void {
  const { round, flags } = draft.state;
  if (round?.stage === 'waiting') draft.emit({ type: 'disarm.round' });
  const ids = idsOf(draft);
  // A group that was already waiting is part of this one, and its delay counts, too (EEP 'delayed restarts').
  const isPart = (id: string): boolean => id === failed || draft.child(id)?.phase.is === 'due';
  const first = flags.strategy === 'one_for_all' ? 0 : ids.findIndex(isPart);
  const members = ids.slice(first);
  const latest = round?.stage === 'waiting' ? Math.max(until, round.until) : until;
  for (const id of members) join(draft, id);
  draft.set({
    round: { purpose: 'restart', stage: 'stopping', members, at: members.length - 1, until: latest },
  });
}

/** Stops whatever lives, for good. */
export function openStop(draft: Draft): void {
  const members = idsOf(draft);
  draft.set({ round: { purpose: 'stop', stage: 'stopping', members, at: members.length - 1, until: 0 } });
}

/** The delay is over. */
export function roundDue(draft: Draft): void {
  const { round } = draft.state;
  if (round?.stage === 'waiting') draft.set({ round: starting('restart', round.members) });
}

/** Goes on with the round until it has to wait for a child, for the time, or is over. */
export function advance(draft: Draft): void {
  const { round } = draft.state;
  if (round?.stage === 'stopping') stopNext(draft, round);
  if (draft.state.round?.stage === 'starting') startNext(draft, draft.state.round);
}

function stopNext(draft: Draft, round: Round): void {
  const next = round.purpose === 'stop' ? 'down' : 'due';
  for (let at = round.at; at >= 0; at -= 1) {
    const child = memberAt(draft, round, at);
    if (child?.phase.is === 'dead') absorb(draft, child);
    if (child?.phase.is === 'starting' || child?.phase.is === 'up') draft.stop(child, next);
    if (isAlive(draft, round, at)) return draft.set({ round: { ...round, at } });
  }
  if (round.purpose === 'stop') return close(draft);
  wait(draft, round);
}

/** S58: it would have been stopped now. */
function absorb(draft: Draft, child: Child): void {
  if (child.spec.restart === 'temporary') draft.down(child, 'ended');
  else draft.enter(child, { is: 'due' });
}

/**
 * S56: a group restart also starts those of its children that had ended by themselves. One that is being restarted by hand
 * is started in its turn.
 */
function join(draft: Draft, id: string): void {
  const child = draft.child(id);
  if (child?.phase.is === 'down' && child.phase.why === 'ended') draft.enter(child, { is: 'due' });
  if (child?.phase.is === 'stopping' && child.phase.next === 'start')
    draft.enter(child, { is: 'stopping', next: 'due' });
}

function wait(draft: Draft, round: Round): void {
  const { members, until } = round;
  if (until <= draft.now) return draft.set({ round: starting('restart', members) });
  for (const id of members) {
    if (draft.child(id)?.phase.is === 'due') draft.emit({ type: 'comes.back', id, at: until });
  }
  draft.set({ round: { ...round, stage: 'waiting' } });
  draft.emit({ type: 'arm.round', at: until });
}

function startNext(draft: Draft, round: Round): void {
  for (let { at } = round; at < round.members.length; at += 1) {
    const child = memberAt(draft, round, at);
    if (child?.phase.is === 'due') draft.start(child);
    if (isMoving(draft, round, at)) return draft.set({ round: { ...round, at } });
  }
  draft.set({ round: undefined });
  if (round.purpose !== 'start') return;
  draft.set({ phase: 'running' });
  draft.emit({ type: 'started' });
}

function close(draft: Draft): void {
  const { ending } = draft.state;
  draft.set({ phase: 'stopped', round: undefined });
  if (ending) draft.emit({ type: 'ended', ending });
}

function isAlive(draft: Draft, round: Round, at: number): boolean {
  const is = memberAt(draft, round, at)?.phase.is;
  return is === 'stopping' || is === 'starting' || is === 'up';
}

function isMoving(draft: Draft, round: Round, at: number): boolean {
  const is = memberAt(draft, round, at)?.phase.is;
  return is === 'stopping' || is === 'starting';
}

function memberAt(draft: Draft, { members }: Round, at: number): Child | undefined {
  const id = members[at];
  return id === undefined ? undefined : draft.child(id);
}

function starting(purpose: 'start' | 'restart', members: readonly string[]): Round {
  return { purpose, stage: 'starting', members, at: 0, until: 0 };
}

function idsOf(draft: Draft): string[] {
  return [...draft.state.children.keys()];
}
