import type { SessionErrorCode } from '../errors/codes.js';
import type { LifeHappening } from '../session/session-happening.js';
import type { SupervisorReport } from './reports.js';
import type { SupervisorState, SupervisorStatus } from './supervisor.js';

/** What can happen to a supervisor: what can happen to a session, too; and what it reports of a child of its own. */
export type SupervisorHappening = LifeHappening<SupervisorState, SupervisorStatus> | ChildReported;

/** What `supervisor.on('report')` tells, without the words of an error. */
export interface ChildReported {
  readonly type: 'report';
  readonly report: SupervisorReport['type'];
  /** Id of the child. */
  readonly child: string;
  /** As the report counts: since its supervisor was started. */
  readonly childIncarnation: number;
  readonly code: SessionErrorCode | undefined;
  /** Of `restart_scheduled`, in ms. */
  readonly delay: number | undefined;
}

export function reported({ type, child, incarnation, reason, delay }: SupervisorReport): ChildReported {
  return { type: 'report', report: type, child, childIncarnation: incarnation, code: reason?.code, delay };
}
