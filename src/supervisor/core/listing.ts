import type { ChildCounts, ChildRow, ChildStatus } from './child-row.js';
import type { Child, SupervisorState } from './state.js';

/** The children in start order (S94 has them in reverse). */
export function whichChildren({ children }: SupervisorState): readonly ChildRow[] {
  return [...children.values()].map((child) => ({
    id: child.spec.id,
    type: child.spec.type,
    status: statusOf(child),
    incarnation: child.incarnation,
  }));
}

/** S95: by declared type, dead or alive; active are those with a live incarnation that was up. */
export function countChildren({ children }: SupervisorState): ChildCounts {
  const counts = { specs: children.size, active: 0, supervisors: 0, workers: 0 };
  for (const child of children.values()) {
    counts[child.spec.type === 'worker' ? 'workers' : 'supervisors'] += 1;
    if (child.phase.is === 'up' || child.phase.is === 'stopping') counts.active += 1;
  }
  return counts;
}

export function statusOf({ phase, incarnation, startCall }: Child): ChildStatus {
  switch (phase.is) {
    case 'up':
      return 'running';
    case 'down':
      return phase.why === 'gave_up' ? 'gaveUp' : 'stopped';
    case 'stopping':
      return phase.next === 'down' ? 'stopping' : 'restarting';
    case 'starting':
      return incarnation === 1 || startCall ? 'starting' : 'restarting';
    case 'due':
      return incarnation === 0 ? 'starting' : 'restarting';
    case 'waiting':
    case 'dead':
      return 'restarting';
  }
}
