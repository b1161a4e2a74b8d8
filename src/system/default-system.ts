import type { Where } from '../adapter/session-adapter.js';
import type { ConversationMessage } from '../history/index.js';
import type { PromptContent, ResultMessage } from '../protocol/messages/index.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import type { Session } from '../session/session.js';
import { createSystem, type System } from './system.js';

let shared: System | undefined;

/** The system that the top-level functions use; made on first use. */
export function defaultSystem(): System {
  return (shared ??= createSystem());
}

/** {@link System.startSession} of the default system. */
export function startSession(options?: SessionOptions): Session {
  return defaultSystem().startSession(options);
}

/** {@link System.getSession} of the default system. */
export function getSession(name: string): Session {
  return defaultSystem().getSession(name);
}

/** {@link System.query} of the default system. */
export function query(prompt: PromptContent, options?: SessionOptions): Promise<ResultMessage> {
  return defaultSystem().query(prompt, options);
}

/** {@link System.conversation} of the default system. */
export function conversation(sessionId: string, where?: Where): Promise<readonly ConversationMessage[]> {
  return defaultSystem().conversation(sessionId, where);
}
