import { randomUUID } from 'node:crypto';
import type { StreamEvent } from '../../protocol/messages/stream-event.js';
import { chunked } from './chunked.js';
import type { MessageReply, ReplyBlock } from './reply.js';

/** The events of the API's stream for one answer, each as soon as its content is there. */
export async function* streamEvents(reply: MessageReply, model: string): AsyncGenerator<StreamEvent> {
  yield { type: 'message_start', message: emptyMessage(reply, model) };
  for (const [index, block] of reply.blocks.entries()) {
    yield { type: 'content_block_start', index, content_block: emptyBlock(block) };
    if (block.type === 'tool_use') {
      for (const partial_json of ['', ...chunked(JSON.stringify(block.input))]) {
        yield { type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json } };
      }
    } else {
      for await (const chunk of block.chunks)
        yield { type: 'content_block_delta', index, delta: deltaOf(block, chunk) };
    }
    if (block.type === 'thinking') {
      const delta = { type: 'signature_delta', signature: block.signature } as const;
      yield { type: 'content_block_delta', index, delta };
    }
    yield { type: 'content_block_stop', index };
  }
  const delta = { stop_reason: stopReasonOf(reply), stop_sequence: null };
  yield { type: 'message_delta', delta, usage: usageOf(reply) };
  yield { type: 'message_stop' };
}

/** The same answer in one piece, for a request without streaming. */
export async function wholeMessage(reply: MessageReply, model: string): Promise<Record<string, unknown>> {
  const content: unknown[] = [];
  for (const block of reply.blocks) {
    const whole = emptyBlock(block);
    if (block.type === 'tool_use') content.push({ ...whole, input: block.input });
    else content.push({ ...whole, [block.type]: await joined(block.chunks), ...signatureOf(block) });
  }
  return { ...emptyMessage(reply, model), content, stop_reason: stopReasonOf(reply), usage: usageOf(reply) };
}

function emptyMessage(reply: MessageReply, model: string): Record<string, unknown> {
  const usage = { ...usageOf(reply), output_tokens: 1 };
  const id = `msg_${randomId()}`;
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
}

function emptyBlock(block: ReplyBlock): Record<string, unknown> & { readonly type: string } {
  if (block.type === 'text') return { type: 'text', text: '' };
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' };
  return { type: 'tool_use', id: block.id ?? `toolu_${randomId()}`, name: block.name, input: {} };
}

function deltaOf(block: { readonly type: 'text' | 'thinking' }, chunk: string) {
  return block.type === 'text'
    ? ({ type: 'text_delta', text: chunk } as const)
    : ({ type: 'thinking_delta', thinking: chunk } as const);
}

function signatureOf(block: ReplyBlock): object {
  return block.type === 'thinking' ? { signature: block.signature } : {};
}

function stopReasonOf(reply: MessageReply): string {
  return (
    reply.stopReason ?? (reply.blocks.some((block) => block.type === 'tool_use') ? 'tool_use' : 'end_turn')
  );
}

function usageOf(reply: MessageReply): Record<string, unknown> {
  return {
    input_tokens: 10,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 5,
    ...reply.usage,
  };
}

async function joined(chunks: Iterable<string> | AsyncIterable<string>): Promise<string> {
  let whole = '';
  for await (const chunk of chunks) whole += chunk;
  return whole;
}

function randomId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 24);
}
