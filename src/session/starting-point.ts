import { randomUUID } from 'node:crypto';
import type { Backend } from '../adapter/session-adapter.js';
import { SessionError } from '../errors/session-error.js';
import type { StartingPoint } from '../protocol/options/launch-arguments.js';
import type { SessionOptions } from '../protocol/options/session-options.js';

/**
 * Which conversation the options mean, under which id; `undefined` for `continue`, which only the transcripts can tell.
 */
export function startingPoint(options: SessionOptions): StartingPoint | undefined {
  if (options.continue === true) return undefined;
  return options.resume === undefined
    ? { kind: 'fresh', sessionId: options.sessionId ?? randomUUID() }
    : comingBack(options.resume, options);
}

/**
 * Resolves `continue` to an id before anything is spawned: the CLI itself would begin a new conversation without a word
 * where there is none. Rejects with `conversation_not_found`.
 */
export async function continuedFrom(backend: Backend, options: SessionOptions): Promise<StartingPoint> {
  const latest = await backend.latestConversation(options);
  if (latest !== undefined) return comingBack(latest, options);
  throw new SessionError(
    'conversation_not_found',
    `There is no conversation to continue in '${options.cwd ?? process.cwd()}'. Leave 'continue' out to begin one.`,
    { option: 'continue' },
  );
}

function comingBack(sessionId: string, options: SessionOptions): StartingPoint {
  return options.forkSession === true
    ? { kind: 'fork', parentSessionId: sessionId, sessionId: options.sessionId ?? randomUUID() }
    : { kind: 'resume', sessionId };
}
