import type { NodeBase, SessionNode } from '../session/session-node.js';
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
