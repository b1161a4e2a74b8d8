import { sessionNode } from '../session/session-node.js';
import { childrenOf } from './listings.js';
import { LiveSupervisor } from './live-supervisor.js';
import { SessionSlot } from './session-slot.js';
import type { Placed } from './slot.js';
import type { SupervisorNode, TreeNode } from './tree-node.js';

export function supervisorNode(live: LiveSupervisor, tags: readonly string[]): SupervisorNode {
  const { path, plan, record } = live;
  return {
    kind: 'supervisor',
    name: plan.name,
    path,
    tags,
    state: record.state,
    status: record.status,
    since: record.since,
    incarnation: record.incarnation,
    restarts: record.restarts,
    nextRestart: record.nextRestart,
    lastExit: record.lastExit,
    children: [...keptBy(live)].flatMap(nodeOf),
  };
}

/** Those that have their place, and what is still there without one: what a step has decided is carried out one by one. */
function keptBy(live: LiveSupervisor): ReadonlySet<Placed> {
  return new Set([...childrenOf(live), ...live.placed.values(), ...live.offered, ...live.lost]);
}

/** What was told to be added, and not yet to be removed; so that of two with one id it is never both. */
function nodeOf({ plan, slot }: Placed): TreeNode[] {
  if (slot instanceof SessionSlot) return slot.session.isInTree ? [sessionNode(slot.session, plan.tags)] : [];
  return slot instanceof LiveSupervisor && slot.isInTree ? [supervisorNode(slot, plan.tags)] : [];
}
