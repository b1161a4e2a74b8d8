import type {
  AssistantMessage,
  CompactBoundaryMessage,
  UnknownMessage,
  UserMessage,
} from '../protocol/messages/index.js';
import { parseMessage } from '../protocol/messages/parse-message.js';
import { isChainEntry, isCompactBoundary, isSpoken, type TranscriptEntry } from './transcript-entry.js';
import { wireSpelling } from './wire-spelling.js';

/** What every message of a transcript has, beside what the CLI says on the wire. */
export interface Recorded {
  readonly uuid: string;
  /** The conversation that was read. */
  readonly session_id: string;
  /** When it was said, in ISO 8601. */
  readonly timestamp?: string;
}

/**
 * A message of a recorded conversation, typed and spelled as on the wire. Where the conversation was compacted, a
 * `compact_boundary` is followed by a user message with `isCompactSummary`. Of an `unknown` one, `raw` is the entry.
 */
export type ConversationMessage =
  | (UserMessage & Recorded)
  | (AssistantMessage & Recorded)
  | (CompactBoundaryMessage & Recorded)
  | UnknownMessage;

/** The message that an entry is, or `undefined` for what is no part of what was said. */
export function conversationMessage(
  entry: TranscriptEntry,
  sessionId: string,
): ConversationMessage | undefined {
  // A boundary first: the CLI marks it as meta.
  const said = isCompactBoundary(entry) ? isChainEntry(entry) : isSpoken(entry) && entry.isMeta !== true;
  if (!said) return undefined;
  // Its type and uuid were just looked at, and its session id is given by us.
  return parseMessage(wireSpelling(entry, sessionId)) as ConversationMessage;
}
