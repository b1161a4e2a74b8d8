import type { Draft } from './draft.js';
import type { Refusal } from './effect.js';
import type { Call } from './event.js';
import { isBusy, roundDue } from './round.js';
import { childOf, type Child } from './state.js';

type CallTo<Verb extends Call['verb']> = Extract<Call, { readonly verb: Verb }>;

/** Calls about one child keep their order: a new one waits behind those that wait already. */
export function takeCall(draft: Draft, call: Call): void {
  const child = idOf(call);
  if (!draft.state.held.some((held) => idOf(held) === child)) return makeCall(draft, call);
  draft.hold(call);
  hurry(draft, call);
}

/** Answers a management call, begins what it asks for, or has it wait for what is in its way. */
export function makeCall(draft: Draft, call: Call): void {
  const { phase } = draft.state;
  if (phase === 'stopping' || phase === 'stopped') return refuse(draft, call, 'shutdown');
  const child = draft.child(idOf(call));
  if (child && child.later.length > 0) {
    later(draft, child, call);
    return hurry(draft, call);
  }
  if (call.verb === 'startChild') return startChild(draft, call);
  if (!child) return refuse(draft, call, 'not_found');
  switch (call.verb) {
    case 'terminateChild':
      return terminateChild(draft, call, child);
    case 'restartChild':
      return restartChild(draft, call, child);
    case 'deleteChild':
      return deleteChild(draft, call, child);
  }
}

/** What a call waits for does not take long when the child is to be stopped anyway. */
function hurry(draft: Draft, call: Call): void {
  const child = draft.child(idOf(call));
  if (child && call.verb === 'terminateChild') cutShort(draft, child);
}

/** S82-S86; a dynamic supervisor's `maxChildren` counts those that exist (S124). */
function startChild(draft: Draft, call: CallTo<'startChild'>): void {
  const { children, flags } = draft.state;
  const existing = draft.child(call.spec.id);
  if (existing) {
    if (isBegun(existing)) return later(draft, existing, call);
    return refuse(draft, call, existing.phase.is === 'up' ? 'already_started' : 'already_present');
  }
  if (isBusy(draft.state)) return draft.hold(call);
  if (children.size >= flags.maxChildren) return refuse(draft, call, 'max_children');
  const startCall = { call: call.id, isNew: true };
  draft.start(draft.put({ ...childOf(call.spec, { is: 'due' }), startCall }));
}

/** S87. */
function terminateChild(draft: Draft, call: CallTo<'terminateChild'>, child: Child): void {
  const isLeaving = child.isLeaving || call.forget === true;
  cutShort(draft, draft.put(child, { stopCalls: [...child.stopCalls, call.id], isLeaving }));
}

/** The child goes down, whether it is up, starts, or waits to be started. */
function cutShort(draft: Draft, child: Child): void {
  switch (child.phase.is) {
    case 'starting':
    case 'up':
      return draft.stop(child, 'down');
    case 'stopping':
      return void draft.enter(child, { is: 'stopping', next: 'down' });
    case 'dead':
    case 'due':
    case 'waiting':
    case 'down':
      return draft.down(child, 'asked');
  }
}

/** S88; `live` also one that runs, which is stopped first, or that waits to be restarted. */
function restartChild(draft: Draft, call: CallTo<'restartChild'>, child: Child): void {
  switch (child.phase.is) {
    case 'down':
      return isBusy(draft.state) ? draft.hold(call) : draft.start(called(draft, child, call));
    case 'up':
      if (!call.live) return refuse(draft, call, 'running');
      return isBusy(draft.state) ? draft.hold(call) : draft.stop(called(draft, child, call), 'start');
    case 'stopping':
      return later(draft, child, call);
    case 'starting':
      return call.live || child.startCall ? later(draft, child, call) : refuse(draft, call, 'restarting');
    case 'waiting':
      if (!call.live) return refuse(draft, call, 'restarting');
      draft.emit({ type: 'disarm', id: child.spec.id });
      return draft.start(called(draft, child, call));
    case 'due':
    case 'dead':
      if (!call.live) return refuse(draft, call, 'restarting');
      if (isBusy(draft.state)) return draft.hold(call);
      if (child.startCall) later(draft, child, call);
      else called(draft, child, call);
      draft.emit({ type: 'disarm.round' });
      return roundDue(draft);
  }
}

/** S89. */
function deleteChild(draft: Draft, call: CallTo<'deleteChild'>, child: Child): void {
  if (child.phase.is === 'down') {
    draft.forget(child.spec.id);
    return draft.reply(call.id, { is: 'ok' });
  }
  if (isBegun(child)) return later(draft, child, call);
  refuse(draft, call, child.phase.is === 'up' ? 'running' : 'restarting');
}

/** An operation that was called for is in flight. */
function isBegun(child: Child): boolean {
  return child.phase.is === 'stopping' || (child.phase.is === 'starting' && child.startCall !== undefined);
}

/** Whoever starts a child by hand begins a new count of its failures. */
function called(draft: Draft, child: Child, { id }: Call): Child {
  return draft.put(child, { startCall: { call: id, isNew: false }, failures: 0 });
}

function later(draft: Draft, child: Child, call: Call): void {
  draft.put(child, { later: [...child.later, call] });
}

function refuse(draft: Draft, { id }: Call, word: Refusal): void {
  draft.reply(id, { is: 'refused', word });
}

function idOf(call: Call): string {
  return call.verb === 'startChild' ? call.spec.id : call.child;
}
