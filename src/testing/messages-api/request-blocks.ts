import * as z from 'zod';

const text = z.string();
const media = z.looseObject({ type: text });
const name = text.regex(/^[a-zA-Z0-9_-]{1,128}$/, 'should match ^[a-zA-Z0-9_-]{1,128}$');

/** Blocks that only servers and newer tools make: their type is known here, not their shape. */
const OTHER_TYPES = [
  'search_result',
  'server_tool_use',
  'web_search_tool_result',
  'web_fetch_tool_result',
  'code_execution_tool_result',
  'bash_code_execution_tool_result',
  'text_editor_code_execution_tool_result',
  'tool_search_tool_result',
  'advisor_tool_result',
  'mcp_tool_use',
  'mcp_tool_result',
  'container_upload',
  'compaction',
  'tool_reference',
  'fallback',
] as const;

const plainBlocks = [
  z.looseObject({ type: z.literal('text'), text: text.min(1, 'text content blocks must be non-empty') }),
  z.looseObject({ type: z.literal('image'), source: media }),
  z.looseObject({ type: z.literal('document'), source: media }),
  z.looseObject({ type: z.enum(OTHER_TYPES) }),
] as const;

const block = z.discriminatedUnion('type', [
  ...plainBlocks,
  z.looseObject({ type: z.literal('thinking'), thinking: text, signature: text }),
  z.looseObject({ type: z.literal('redacted_thinking'), data: text }),
  z.looseObject({ type: z.literal('tool_use'), id: name, name, input: z.record(text, z.unknown()) }),
  z.looseObject({
    type: z.literal('tool_result'),
    tool_use_id: name,
    content: z.union([text, z.array(z.discriminatedUnion('type', [...plainBlocks]))]).optional(),
    is_error: z.boolean().optional(),
  }),
]);

const EMPTY = 'messages must have non-empty content';

/** One message of a request, as strict as the API is. The CLI sends a system message without content after a compaction. */
export const requestMessage = z.union([
  z.looseObject({ role: z.literal('system'), content: z.union([text, z.array(block)]) }),
  z.looseObject({
    role: z.enum(['user', 'assistant']),
    content: z.union([text.min(1, EMPTY), z.array(block).min(1, EMPTY)]),
  }),
]);

/** A tool that a request offers: one of the client's with its schema, or one of the server's by its type. */
export const requestTool = z.union([
  z.looseObject({ name, input_schema: z.looseObject({ type: z.literal('object') }) }),
  z.looseObject({ name, type: text.regex(/_\d{8}$/, 'is the type of no server tool') }),
]);
