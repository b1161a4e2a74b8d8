import type { ContentBlock } from '../../protocol/messages/content.js';
import type { RequestMessage, RequestToolResult } from './received-request.js';

const REMINDER = /<system-reminder>[\s\S]*?<\/system-reminder>\s*/g;

/** The texts that people wrote; those that consist of reminders only are left out. */
export function userTextsOf(messages: readonly RequestMessage[]): string[] {
  return messages
    .filter(({ role }) => role === 'user')
    .flatMap(({ content }) => (typeof content === 'string' ? [content] : content.flatMap(textOf)))
    .map((text) => text.replace(REMINDER, ''))
    .filter((text) => text.trim() !== '');
}

/** The results of all tool calls. */
export function toolResultsOf(messages: readonly RequestMessage[]): RequestToolResult[] {
  return messages
    .flatMap(({ content }) => (typeof content === 'string' ? [] : content))
    .flatMap((block) => (block.type === 'tool_result' ? [block] : []))
    .map(({ tool_use_id, content = '', is_error = false }) => ({
      toolUseId: tool_use_id,
      text: joinedTexts(content),
      isError: is_error,
    }));
}

/** The texts among the given blocks, joined by line breaks. */
export function joinedTexts(content: string | readonly unknown[]): string {
  return typeof content === 'string' ? content : content.flatMap(textOf).join('\n');
}

/** Whether any string inside a value contains the text; reminders are not looked at unless asked for. */
export function holdsText(value: unknown, text: string, reminders?: 'with reminders'): boolean {
  if (typeof value === 'string') return (reminders ? value : value.replace(REMINDER, '')).includes(text);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((part) => holdsText(part, text, reminders));
}

function textOf(block: unknown): string[] {
  const { type, text } = block as Partial<Extract<ContentBlock, { type: 'text' }>>;
  return type === 'text' && typeof text === 'string' ? [text] : [];
}
