import { expect } from 'vitest';
import { isSessionError, type SessionError } from '../../src/errors/session-error.js';
import type { PlannedChild, PlannedSession, PlannedSupervisor } from '../../src/supervisor/plan.js';

/** The error that a check ends in; fails where it ends in none, or in one that is not typed. */
export function refusalOf(check: () => unknown): SessionError {
  try {
    check();
  } catch (refusal) {
    if (isSessionError(refusal)) return refusal;
    throw refusal;
  }
  return expect.unreachable('it was accepted');
}

export function childAt(plan: PlannedSupervisor, index: number): PlannedChild {
  return plan.children[index] ?? expect.unreachable(`there is no child ${index}`);
}

export function sessionOf({ runs }: PlannedChild): PlannedSession {
  return runs.type === 'session' ? runs : expect.unreachable('it is a supervisor');
}

export function supervisorOf({ runs }: PlannedChild): PlannedSupervisor {
  return runs.type === 'supervisor' ? runs.plan : expect.unreachable('it is a session');
}
