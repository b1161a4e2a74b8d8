import type { ChildCounts } from './core/child-row.js';
import { countChildren, whichChildren } from './core/listing.js';
import type { LiveSession } from '../session/live-session.js';
import { LiveSupervisor } from './live-supervisor.js';
import { SessionSlot } from './session-slot.js';
import type { Placed } from './slot.js';
import type { SessionCounts, SessionFilter, SessionRow, SupervisorChildRow } from './supervisor.js';

interface PlacedSession {
  /** Whose child it is. */
  readonly supervisor: LiveSupervisor;
  readonly placed: Placed;
  readonly path: string;
  readonly session: LiveSession;
}

/** The sessions of a tree, in start order; those that wait for their first start come last. */
export function* sessionsIn(supervisor: LiveSupervisor): Generator<PlacedSession> {
  for (const placed of [...childrenOf(supervisor), ...supervisor.offered]) {
    const { slot, plan } = placed;
    if (slot instanceof SessionSlot) {
      yield { supervisor, placed, session: slot.session, path: `${supervisor.path}/${plan.spec.id}` };
    } else if (slot instanceof LiveSupervisor) yield* sessionsIn(slot);
  }
}

/** The one of that name; or of that id, which another one may have for a name. */
export function sessionCalled(name: string, sessions: readonly PlacedSession[]): PlacedSession | undefined {
  return (
    sessions.find(({ session }) => session.name === name) ??
    sessions.find(({ placed }) => placed.plan.spec.id === name)
  );
}

export function sessionRows(supervisor: LiveSupervisor, now: number, { tag }: SessionFilter): SessionRow[] {
  return [...sessionsIn(supervisor)]
    .filter(({ placed }) => tag === undefined || placed.plan.tags.includes(tag))
    .map(({ placed, path, session }) => ({
      id: placed.plan.spec.id,
      name: session.name,
      path,
      tags: placed.plan.tags,
      state: session.state,
      status: session.status,
      sessionId: session.sessionId,
      pid: session.pid,
      incarnation: session.incarnation,
      restarts: session.restarts,
      restartsIn:
        session.nextStart === undefined ? undefined : Math.max(0, Math.round(session.nextStart - now)),
      queued: session.queued,
      lastError: session.lastError,
    }));
}

export function sessionCounts(rows: readonly SessionRow[]): SessionCounts {
  return { specs: rows.length, active: rows.filter(({ status }) => ACTIVE.has(status)).length };
}

const ACTIVE: ReadonlySet<SessionRow['status']> = new Set(['idle', 'querying']);

export function childRows({ core, placed }: LiveSupervisor): SupervisorChildRow[] {
  const rows = core ? whichChildren(core) : [...placed.keys()].map(notRunning);
  return rows.flatMap(({ id, status, incarnation }) => {
    const plan = placed.get(id)?.plan;
    if (!plan) return [];
    const { runs, tags } = plan;
    const name = runs.type === 'session' ? runs.options.name : runs.plan.name;
    return [{ id, type: runs.type, name, status, incarnation, tags }];
  });
}

/** Of a child whose supervisor does not live. */
function notRunning(id: string): Pick<SupervisorChildRow, 'id' | 'status' | 'incarnation'> {
  return { id, status: 'stopped', incarnation: 0 };
}

export function childCounts(supervisor: LiveSupervisor): ChildCounts {
  if (supervisor.core) return countChildren(supervisor.core);
  const rows = childRows(supervisor);
  const supervisors = rows.filter(({ type }) => type === 'supervisor').length;
  return { specs: rows.length, active: 0, supervisors, workers: rows.length - supervisors };
}

/** In start order. */
export function childrenOf(supervisor: LiveSupervisor): Placed[] {
  const { core, placed } = supervisor;
  const ids = core ? [...core.children.keys()] : [...placed.keys()];
  return ids.flatMap((id) => placed.get(id) ?? []);
}
