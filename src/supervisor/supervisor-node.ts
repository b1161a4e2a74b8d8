import { sessionNode, type NodeBase, type SessionNode } from '../session/session-node.js';
import { childrenOf } from './listings.js';
import { LiveSupervisor } from './live-supervisor.js';
import { SessionSlot } from './session-slot.js';
import type { Placed } from './slot.js';
import type { SupervisorState, SupervisorStatus } from './supervisor.js';

/** A session or a supervisor. `kind` and `path` together tell it from all others that there are. */
export type TreeNode = SessionNode | SupervisorNode;

/** A supervisor in `system.inspectTree()`. */
export interface SupervisorNode extends NodeBase {
  readonly kind: 'supervisor';
  readonly state: SupervisorState;
  readonly status: SupervisorStatus;
  /** In start order; those that wait for their first start come last. */
  readonly children: readonly TreeNode[];
}

export function supervisorNode(live: LiveSupervisor, tags: readonly string[]): SupervisorNode {
  const { path, plan, record } = live;
  const { state, status, since, incarnation, restarts, nextRestart, lastExit } = record;
  return {
    ...{ kind: 'supervisor', name: plan.name, path, tags, state, status, since },
    ...{ incarnation, restarts, nextRestart, lastExit },
    children: childNodes(live),
  };
}

function childNodes(live: LiveSupervisor): TreeNode[] {
  const children = new Map(childrenOf(live).map((child) => [child.plan.spec.id, child]));
  // Of those that ask to be taken in under one id, only the first can be.
  for (const child of live.offered)
    if (!children.has(child.plan.spec.id)) children.set(child.plan.spec.id, child);
  return [...children.values()].flatMap(nodeOf);
}

function nodeOf({ plan, slot }: Placed): TreeNode[] {
  if (slot instanceof SessionSlot) return [sessionNode(slot.session, plan.tags)];
  return slot instanceof LiveSupervisor ? [supervisorNode(slot, plan.tags)] : [];
}
