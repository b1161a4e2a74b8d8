import { isRecord } from '../base/is-record.js';
import { type TranscriptEntry } from './transcript-entry.js';

const RESPELLED = new Set(['sessionId', 'toolUseResult', 'compactMetadata', 'message']);

/**
 * An entry as the CLI would have said it on the wire: the same names for the same things. Fields that only a transcript
 * has stay as they are.
 */
export function wireSpelling(entry: TranscriptEntry, sessionId: string): Record<string, unknown> {
  const fields = Object.entries(entry).filter(([key]) => !RESPELLED.has(key));
  const { message, toolUseResult, compactMetadata } = entry;
  return {
    ...Object.fromEntries(fields),
    session_id: sessionId,
    ...(entry.type === 'system' ? {} : { parent_tool_use_id: null }),
    // Typing a message replaces its content; a store may hand out the same entries again.
    ...(message === undefined ? {} : { message: structuredClone(message) }),
    ...(toolUseResult === undefined ? {} : { tool_use_result: toolUseResult }),
    ...(compactMetadata === undefined ? {} : { compact_metadata: snakeKeys(compactMetadata) }),
  };
}

function snakeKeys(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const snake = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [snake(key), snakeKeys(field)]));
}
