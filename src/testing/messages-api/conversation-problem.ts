import type * as z from 'zod';
import type { requestMessage } from './request-blocks.js';

type RequestMessage = z.infer<typeof requestMessage>;
type Block = Exclude<RequestMessage['content'], string>[number];
interface Turn {
  readonly role: 'user' | 'assistant';
  /** Index of the turn's first message. */
  readonly at: number;
  readonly blocks: Block[];
}

/** What is wrong with the order of a conversation, in the API's words; `undefined` when nothing is. */
export function conversationProblem(messages: readonly RequestMessage[]): string | undefined {
  const turns = turnsOf(messages);
  if (turns[0]?.role !== 'user') return 'messages: first message must use the "user" role';
  const seen = new Set<string>();
  for (const [index, turn] of turns.entries()) {
    const calls = callIds(turn);
    if (calls.some((id) => seen.has(id) || !seen.add(id)))
      return `messages.${turn.at}: \`tool_use\` ids must be unique`;
    const answered = resultIds(turns[index + 1]);
    const open = calls.filter((id) => !answered.includes(id));
    if (open.length > 0) return unanswered(turn.at, open);
    const known = callIds(turns[index - 1]);
    const stray = resultIds(turn).find((id) => !known.includes(id));
    if (stray !== undefined) return unexpected(turn.at, stray);
  }
  return undefined;
}

/** The API joins neighbours of one role; a system message stands beside the conversation. */
function turnsOf(messages: readonly RequestMessage[]): Turn[] {
  const turns: Turn[] = [];
  for (const [at, { role, content }] of messages.entries()) {
    if (role === 'system') continue;
    const blocks: Block[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    const last = turns.at(-1);
    if (last?.role === role) last.blocks.push(...blocks);
    else turns.push({ role, at, blocks: [...blocks] });
  }
  return turns;
}

function callIds(turn: Turn | undefined): string[] {
  if (turn?.role !== 'assistant') return [];
  return turn.blocks.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));
}

function resultIds(turn: Turn | undefined): string[] {
  return turn?.blocks.flatMap((block) => (block.type === 'tool_result' ? [block.tool_use_id] : [])) ?? [];
}

function unanswered(at: number, ids: readonly string[]): string {
  return (
    `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids.join(', ')}. ` +
    'Each `tool_use` block must have a corresponding `tool_result` block in the next message.'
  );
}

function unexpected(at: number, id: string): string {
  return (
    `messages.${at}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. ` +
    'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.'
  );
}
