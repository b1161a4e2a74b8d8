import { isRecord } from '../../base/is-record.js';
import * as z from 'zod';
import type { ContentBlock } from './content.js';
import type { Message } from './message.js';
import { systemSchemas } from './system-schemas.js';

const text = z.string();
const record = z.record(z.string(), z.unknown());
// JSON knows no `undefined`: where a field may be left out, `null` says the same, and must not cost the whole message.
const optionalText = text.nullish();
const media = z.looseObject({ type: text });

/** Results of tools lie one deep; the bound keeps a made-up line from exhausting the stack. */
const DEEPEST_BLOCK = 16;

const blocks = {
  text: z.looseObject({ text }),
  thinking: z.looseObject({ thinking: text }),
  redacted_thinking: z.looseObject({ data: text }),
  tool_use: z.looseObject({ id: text, name: text, input: record }),
  tool_result: z.looseObject({
    tool_use_id: text,
    content: z.union([text, z.array(z.unknown())]).nullish(),
    is_error: z.boolean().nullish(),
  }),
  server_tool_use: z.looseObject({ id: text, name: text }),
  image: z.looseObject({ source: media }),
  document: z.looseObject({ source: media }),
};

const messages = {
  assistant: z.looseObject({
    session_id: optionalText,
    message: z.looseObject({ role: z.literal('assistant'), content: z.array(z.unknown()) }),
  }),
  user: z.looseObject({
    session_id: optionalText,
    message: z.looseObject({ role: z.literal('user'), content: z.union([text, z.array(z.unknown())]) }),
  }),
  result: z.looseObject({
    subtype: text,
    is_error: z.boolean(),
    session_id: optionalText,
    result: optionalText,
    errors: z.array(text).nullish(),
    terminal_reason: optionalText,
    user_message_uuids: z.array(text).nullish(),
    origin: z.looseObject({ kind: text }).nullish(),
    local_command: optionalText,
  }),
  conversation_reset: z.looseObject({ session_id: optionalText }),
  tool_progress: z.looseObject({ tool_name: optionalText }),
  rate_limit_event: z.looseObject({ rate_limit_info: z.looseObject({ status: text }) }),
  prompt_suggestion: z.looseObject({ suggestion: text }),
  tool_use_summary: z.looseObject({ summary: text, preceding_tool_use_ids: z.array(text) }),
  auth_status: z.looseObject({ isAuthenticating: z.boolean(), output: z.array(text) }),
  active_goal: z.looseObject({ value: record.nullable() }),
};

/**
 * Types one message of the CLI. The value itself is kept, with every key and field as it came; what is of no known
 * type or does not have its type's shape is wrapped as `unknown`. Never throws.
 */
export function parseMessage(raw: unknown): Message {
  if (!isRecord(raw) || typeof raw.type !== 'string') return { type: 'unknown', raw };
  // The hot path: no more than the discriminant is checked (DESIGN.md, 'Libraries').
  if (raw.type === 'stream_event' && isRecord(raw.event)) return raw as unknown as Message;
  const schema = raw.type === 'system' ? lookup(systemSchemas(), raw.subtype) : lookup(messages, raw.type);
  if (!schema?.safeParse(raw).success) return { type: 'unknown', raw };
  if (raw.type === 'assistant' || raw.type === 'user') parseContentIn(raw.message, 0);
  return raw as unknown as Message;
}

/** Types one content block, and those inside a tool's result. */
export function parseBlock(raw: unknown): ContentBlock {
  return parseBlockAt(0, raw);
}

function parseBlockAt(depth: number, raw: unknown): ContentBlock {
  if (!isRecord(raw) || typeof raw.type !== 'string' || depth > DEEPEST_BLOCK)
    return { type: 'unknown', raw };
  if (!lookup(blocks, raw.type)?.safeParse(raw).success) return { type: 'unknown', raw };
  if (raw.type === 'tool_result') parseContentIn(raw, depth + 1);
  return raw as unknown as ContentBlock;
}

function parseContentIn(holder: unknown, depth: number): void {
  if (isRecord(holder) && Array.isArray(holder.content)) {
    holder.content = holder.content.map((block) => parseBlockAt(depth, block));
  }
}

function lookup<T>(table: Readonly<Record<string, T>>, key: unknown): T | undefined {
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined;
}
