import { setImmediate } from 'node:timers/promises';
import { SessionError } from '../errors/session-error.js';
import { conversationChain } from './conversation-chain.js';
import { conversationMessage, type ConversationMessage } from './conversation-message.js';
import type { TranscriptKey, TranscriptStore } from './transcript-store.js';

const ENTRIES_AT_ONCE = 500;

/**
 * What was said in a conversation, in order: prompts, answers, tool calls and their results, from the first prompt on,
 * on the branch that a resume would continue. Messages before a compaction are still there. What subagents said among
 * themselves, and what the CLI noted for itself, is left out. A conversation in which nothing was said yet is empty.
 *
 * @throws SessionError `conversation_not_found` where the store has no such conversation
 */
export async function readConversation(
  store: TranscriptStore,
  key: TranscriptKey,
): Promise<readonly ConversationMessage[]> {
  const entries = await store.load(key);
  if (!entries) throw notFound(store, key);
  const messages: ConversationMessage[] = [];
  for (const [index, entry] of conversationChain(entries).entries()) {
    // Typing a long conversation takes a while, and a server has others to serve.
    if (index % ENTRIES_AT_ONCE === ENTRIES_AT_ONCE - 1) await setImmediate();
    const message = conversationMessage(entry, key.sessionId);
    if (message) messages.push(message);
  }
  return messages;
}

function notFound({ location }: TranscriptStore, { sessionId }: TranscriptKey): SessionError {
  const where = location === undefined ? 'its transcript store' : `any project under ${location}`;
  return new SessionError(
    'conversation_not_found',
    `There is no conversation ${sessionId} in ${where}. Check the id (a UUID, as the session's sessionId tells it), ` +
      'and that CLAUDE_CONFIG_DIR and HOME are those of the session that held it. A conversation is recorded ' +
      'from its first prompt on, and never with noSessionPersistence.',
    { sessionId },
  );
}
