import { randomUUID } from 'node:crypto';
import type {
  AssistantMessage,
  ContentBlock,
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

/** The end of a turn that a slash command was, carried out without the model. */
export function localCommandResult(command: string, text = ''): ResultMessage {
  return {
    type: 'result',
    subtype: 'success',
    is_error: false,
    num_turns: 0,
    result: text,
    local_command: command,
  };
}
