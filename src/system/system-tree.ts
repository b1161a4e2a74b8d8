import type { TreeNode } from '../supervisor/tree-node.js';

/** What runs in a system at one moment: plain data, which may be kept, compared, or sent as JSON. */
export interface SystemTree {
  /** When it was looked at, in ms of the system's clock. */
  readonly at: number;
  /** Number of the latest of `system.events()` that is part of this picture; 0 before the first. */
  readonly seq: number;
  /** The topmost supervisors, then the sessions without one; each in the order in which they were started. */
  readonly children: readonly TreeNode[];
}

/** How many there are, at whatever depth. */
export function countSessions(nodes: readonly TreeNode[]): number {
  const counts = nodes.map((node) => (node.kind === 'session' ? 1 : countSessions(node.children)));
  return counts.reduce((sum, count) => sum + count, 0);
}
