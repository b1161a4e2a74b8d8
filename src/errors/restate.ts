import { SessionError, type SessionErrorFacts } from './session-error.js';

/** The same error, knowing more: the given facts go over its own, where they are known. */
export function restate(error: SessionError, facts: SessionErrorFacts): SessionError {
  const added = Object.entries(facts).filter(([, value]) => value !== undefined);
  const known = Object.fromEntries([...Object.entries(error), ...added]);
  return new SessionError(error.code, error.message, { cause: error.cause, ...known });
}
