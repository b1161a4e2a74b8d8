import { SessionError } from '../errors/session-error.js';
import type {
  ContentBlock,
  ContentDelta,
  Message,
  ResultMessage,
  ToolResultBlock,
  ToolUseBlock,
} from '../protocol/messages/index.js';

/** A delta with the content block it belongs to, counted within one API message. */
export interface IndexedDelta {
  readonly index: number;
  readonly delta: ContentDelta;
}

/** A tool call together with what came of it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Absent where the turn ended before the tool did. */
  readonly result?: ToolResultBlock;
}

/** A whole turn in one piece. */
export interface Collected {
  readonly text: string;
  readonly thinking: string;
  readonly toolCalls: readonly ToolCall[];
  readonly messages: readonly Message[];
  readonly result: ResultMessage;
}

type Messages = AsyncIterable<Message>;

/** The content blocks of the model's answer, in order. */
async function* answerBlocks(messages: Messages): AsyncGenerator<ContentBlock, void, undefined> {
  for await (const message of messages) {
    if (message.type === 'assistant') yield* message.message.content;
  }
}

export async function* textContent(messages: Messages): AsyncGenerator<string, void, undefined> {
  for await (const block of answerBlocks(messages)) if (block.type === 'text') yield block.text;
}

export async function* thinkingContent(messages: Messages): AsyncGenerator<string, void, undefined> {
  for await (const block of answerBlocks(messages)) if (block.type === 'thinking') yield block.thinking;
}

export async function* toolUses(messages: Messages): AsyncGenerator<ToolUseBlock, void, undefined> {
  for await (const block of answerBlocks(messages)) if (block.type === 'tool_use') yield block;
}

export async function* toolResults(
  messages: Messages,
  name: string,
): AsyncGenerator<ToolResultBlock, void, undefined> {
  const calls = new Set<string>();
  for await (const message of messages) {
    for (const block of blocksOf(message)) {
      if (block.type === 'tool_use' && block.name === name) calls.add(block.id);
      if (block.type === 'tool_result' && calls.has(block.tool_use_id)) yield block;
    }
  }
}

export async function* contentDeltas(messages: Messages): AsyncGenerator<IndexedDelta, void, undefined> {
  for await (const message of messages) {
    if (message.type !== 'stream_event' || message.event.type !== 'content_block_delta') continue;
    yield { index: message.event.index, delta: message.event.delta };
  }
}

export async function* textDeltas(messages: Messages): AsyncGenerator<string, void, undefined> {
  for await (const { delta } of contentDeltas(messages)) if (delta.type === 'text_delta') yield delta.text;
}

export async function* thinkingDeltas(messages: Messages): AsyncGenerator<string, void, undefined> {
  for await (const { delta } of contentDeltas(messages))
    if (delta.type === 'thinking_delta') yield delta.thinking;
}

export async function* filterType<Type extends Message['type']>(
  messages: Messages,
  type: Type,
): AsyncGenerator<Extract<Message, { type: Type }>, void, undefined> {
  const isOfType = (message: Message): message is Extract<Message, { type: Type }> => message.type === type;
  for await (const message of messages) if (isOfType(message)) yield message;
}

/** The result of the turn. Rejects with `protocol` where there is none. */
export async function finalResult(messages: Messages): Promise<ResultMessage> {
  let result: ResultMessage | undefined;
  for await (const message of messages) if (message.type === 'result') result = message;
  if (result) return result;
  throw new SessionError('protocol', 'The turn ended without a result.');
}

export async function collect(messages: Messages): Promise<Collected> {
  const all: Message[] = [];
  for await (const message of messages) all.push(message);
  const result = all.findLast((message) => message.type === 'result');
  if (!result) throw new SessionError('protocol', 'The turn ended without a result.');
  const blocks = all.flatMap(blocksOf);
  const answer = all.filter((message) => message.type === 'assistant').flatMap(blocksOf);
  return {
    text: answer.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    thinking: answer.map((block) => (block.type === 'thinking' ? block.thinking : '')).join(''),
    toolCalls: pairToolCalls(blocks),
    messages: all,
    result,
  };
}

function pairToolCalls(blocks: readonly ContentBlock[]): ToolCall[] {
  const results = new Map(
    blocks.filter((block) => block.type === 'tool_result').map((block) => [block.tool_use_id, block]),
  );
  return blocks
    .filter((block) => block.type === 'tool_use')
    .map(({ id, name, input }) => {
      const result = results.get(id);
      return { id, name, input, ...(result && { result }) };
    });
}

function blocksOf(message: Message): readonly ContentBlock[] {
  if (message.type !== 'assistant' && message.type !== 'user') return [];
  const { content } = message.message;
  return typeof content === 'string' ? [] : content;
}
