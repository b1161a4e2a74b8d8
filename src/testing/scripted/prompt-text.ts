import type { PromptContent } from '../../protocol/messages/index.js';

/** The text of a prompt. */
export function textOf(content: PromptContent): string {
  if (typeof content === 'string') return content;
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

/** Name of the slash command that a prompt is; `undefined` for one that the model answers. */
export function commandOf(content: PromptContent): string | undefined {
  return /^\/(\S+)/.exec(textOf(content))?.[1];
}
