import { randomUUID } from 'node:crypto';
import type {
  AssistantMessage,
  ContentBlock,
  PartialMessage,
  ResultMessage,
  TextBlock,
  ThinkingBlock,
  ToolUseBlock,
  UserMessage,
} from '../../protocol/messages/index.js';

/** A block of text. */
export function textBlock(text: string): TextBlock {
  return { type: 'text', text };
}

/** A block of thinking. */
export function thinkingBlock(thinking: string): ThinkingBlock {
  return { type: 'thinking', thinking };
}

/** A tool call. Give `id` to refer to it by {@link toolResultMessage}. */
export function toolUseBlock(
  name: string,
  input: Readonly<Record<string, unknown>> = {},
  id = `toolu_${randomUUID()}`,
): ToolUseBlock {
  return { type: 'tool_use', id, name, input };
}

/** A message of the model: text, or blocks. The adapter adds the ids of its session. */
export function assistantMessage(content: string | readonly ContentBlock[]): AssistantMessage {
  const blocks = typeof content === 'string' ? [textBlock(content)] : content;
  return {
    type: 'assistant',
    parent_tool_use_id: null,
    message: { id: `msg_${randomUUID()}`, role: 'assistant', model: 'scripted', content: blocks },
  };
}

/** What a tool call came to. */
export function toolResultMessage(
  toolUseId: string,
  content: string,
  { isError = false }: { readonly isError?: boolean } = {},
): UserMessage {
  return {
    type: 'user',
    parent_tool_use_id: null,
    message: {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: toolUseId, content, is_error: isError }],
    },
  };
}

/** A piece of the answer's text, as `includePartialMessages` yields it. */
export function textDelta(text: string, index = 0): PartialMessage {
  return {
    type: 'stream_event',
    event: { type: 'content_block_delta', index, delta: { type: 'text_delta', text } },
    parent_tool_use_id: null,
  };
}

/** A piece of the model's thinking, as `includePartialMessages` yields it. */
export function thinkingDelta(thinking: string, index = 0): PartialMessage {
  return {
    type: 'stream_event',
    event: { type: 'content_block_delta', index, delta: { type: 'thinking_delta', thinking } },
    parent_tool_use_id: null,
  };
}

/** The end of a turn. The adapter adds one where a reply has none. */
export function resultMessage(fields: Partial<ResultMessage> = {}): ResultMessage {
  return {
    type: 'result',
    subtype: 'success',
    is_error: false,
    terminal_reason: 'completed',
    num_turns: 1,
    result: '',
    usage: {},
    modelUsage: {},
    permission_denials: [],
    ...fields,
  };
}

/** The end of a turn in which the API failed: a `success` by its subtype, as the CLI has it. */
export function apiErrorResult(status: number | null, words: string): ResultMessage {
  return resultMessage({
    is_error: true,
    terminal_reason: 'api_error',
    api_error_status: status,
    result: words,
  });
}
