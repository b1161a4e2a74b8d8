import { transcriptsOf } from './transcripts-of.js';
import type { ConversationMessage } from './conversation-message.js';
import { readConversation } from './conversation.js';

/** Where the session ran whose conversation is wanted. */
export interface ConversationOptions {
  /** The session's working directory; by default that of this process. It says where to look first. */
  readonly cwd?: string;
  /**
   * The session's environment, over that of this process. `CLAUDE_CONFIG_DIR` and `HOME` decide where its transcripts
   * are; a variable given as `undefined` counts as not set.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads a conversation from the transcripts that the CLI keeps on this machine: everything that was said, in order,
 * also from before a compaction, on the branch that `resume` would continue. The session may be asleep, stopped or of
 * another process; of one that is querying, what it said in the last few hundred milliseconds may not be on disk yet.
 *
 * With the options of the session that held it, it is found wherever that session was told to keep it. It need not have
 * been held in `cwd`: other projects are searched, too.
 *
 * ```ts
 * for (const message of await conversation(session.sessionId)) {
 *   if (message.type === 'assistant') console.log(message.message.content);
 * }
 * ```
 *
 * @throws SessionError `conversation_not_found` where there is no such conversation
 */
export function conversation(
  sessionId: string,
  { cwd = process.cwd(), env = {} }: ConversationOptions = {},
): Promise<readonly ConversationMessage[]> {
  const { store, projectKey } = transcriptsOf(cwd, { ...process.env, ...env });
  return readConversation(store, { sessionId, projectKey });
}
