import { isSpoken } from './transcript-entry.js';
import type { TranscriptStore } from './transcript-store.js';

/**
 * Id of the conversation of a project that was written to last, as the CLI's `--continue` picks it; `undefined` where
 * the project has none. One in which nothing was said is passed over: there is nothing to continue.
 */
export async function latestConversation(
  store: TranscriptStore,
  projectKey: string,
): Promise<string | undefined> {
  const sessions = await store.listSessions(projectKey);
  for (const { sessionId } of sessions.toSorted((a, b) => b.mtime - a.mtime)) {
    const entries = await store.load({ projectKey, sessionId });
    if (entries?.some(isSpoken)) return sessionId;
  }
  return undefined;
}
