import type { Where } from '../adapter/session-adapter.js';
import type { ConversationMessage } from '../history/index.js';
import type { PromptContent, ResultMessage } from '../protocol/messages/index.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import type { Session } from '../session/session.js';
import type { RootSpec } from '../supervisor/child-spec.js';
import type { SessionNames } from '../supervisor/spec-names.js';
import type { Supervisor } from '../supervisor/supervisor.js';
import { createSystem, type System } from './system.js';

let shared: System | undefined;

/** The system that the top-level functions use; made on first use, and anew after it was stopped. */
export function defaultSystem(): System {
  if (!shared || shared.stopped) shared = createSystem();
  return shared;
}

/**
 * Starts a session in the default system, and returns at once; what is asked of it waits until its CLI is ready. Throws
 * `invalid_option`, `name_taken` or `conversation_in_use`; what fails later is told by `ready()` and by every query.
 */
export function startSession(options?: SessionOptions): Session {
  return defaultSystem().startSession(options);
}

/**
 * The session of that name in the default system, looked up anew by each call. While there is none, its verbs reject
 * with `not_found`. It is borrowed: `await using` would stop the session for everybody.
 */
export function getSession(name: string): Session {
  return defaultSystem().getSession(name);
}

/**
 * Starts a tree of supervised sessions in the default system, and resolves when all of it is up; see
 * {@link System.startSupervisor}.
 */
export function startSupervisor<const Spec extends RootSpec>(
  spec: Spec,
): Promise<Supervisor<SessionNames<Spec>>> {
  return defaultSystem().startSupervisor(spec);
}

/** The supervisor of that name in the default system, looked up anew by each call on it; see {@link System.getSupervisor}. */
export function getSupervisor(name: string): Supervisor {
  return defaultSystem().getSupervisor(name);
}

/** Starts a session, asks it one thing, and stops it. Rejects when the result `is_error`, with the result attached. */
export function query(prompt: PromptContent, options?: SessionOptions): Promise<ResultMessage> {
  return defaultSystem().query(prompt, options);
}

/** The messages of a conversation, from its transcript. Rejects with `conversation_not_found`. */
export function conversation(sessionId: string, where?: Where): Promise<readonly ConversationMessage[]> {
  return defaultSystem().conversation(sessionId, where);
}
