import { isRecord } from '../base/is-record.js';
/**
 * One line of a transcript, as the CLI wrote it. The format is the CLI's own affair, so no field but `type` is promised
 * here; what this layer relies on is checked where it is used.
 */
export interface TranscriptEntry {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** An entry of the conversation itself: a message, or something that the CLI put between two messages. */
export interface ChainEntry extends TranscriptEntry {
  readonly uuid: string;
}

/** Whether an entry belongs to the main conversation, and not to a subagent's or to the CLI's own records. */
export function isChainEntry(entry: TranscriptEntry): entry is ChainEntry {
  // By shape, not by type: older CLIs also chained `progress` entries, and a gap would cut the conversation.
  return typeof entry.uuid === 'string' && entry.isSidechain !== true;
}

/** Whether an entry is something that the user, the model or a tool said. */
export function isSpoken(entry: TranscriptEntry): boolean {
  return (entry.type === 'user' || entry.type === 'assistant') && isChainEntry(entry);
}

/** Whether an entry marks the place of a compaction. */
export function isCompactBoundary(entry: TranscriptEntry): boolean {
  return entry.type === 'system' && entry.subtype === 'compact_boundary';
}

/** Uuid of the entry before this one; through a compaction, of the last entry that was compacted. */
export function parentOf(entry: TranscriptEntry): string | undefined {
  const parent = entry.parentUuid ?? entry.logicalParentUuid;
  return typeof parent === 'string' ? parent : undefined;
}

/** Id of the API message that an assistant entry is a block of. */
export function apiMessageId(entry: TranscriptEntry): string | undefined {
  const id = entry.type === 'assistant' && isRecord(entry.message) ? entry.message.id : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** Whether an entry is a user entry that carries what a tool returned. */
export function isToolResult(entry: TranscriptEntry): boolean {
  if (entry.type !== 'user' || !isRecord(entry.message) || !Array.isArray(entry.message.content))
    return false;
  return entry.message.content.some((block) => isRecord(block) && block.type === 'tool_result');
}
