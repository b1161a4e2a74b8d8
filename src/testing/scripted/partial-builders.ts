import type { Message, PartialMessage, StreamEvent } from '../../protocol/messages/index.js';
import { assistantMessage } from './message-builders.js';

/** One event of the model's stream, as `includePartialMessages` yields it. */
export function partialMessage(event: StreamEvent): PartialMessage {
  return { type: 'stream_event', event, parent_tool_use_id: null };
}

/** A piece of the answer's text. */
export function textDelta(text: string, index = 0): PartialMessage {
  return partialMessage({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } });
}

/** A piece of the model's thinking. */
export function thinkingDelta(thinking: string, index = 0): PartialMessage {
  return partialMessage({ type: 'content_block_delta', index, delta: { type: 'thinking_delta', thinking } });
}

/**
 * A text as the CLI streams it: the events of the model's stream, and the whole message before the block's end. Given as
 * pieces, each is one delta.
 */
export function streamedText(text: string | readonly string[]): readonly Message[] {
  const pieces = typeof text === 'string' ? [text] : text;
  const whole = assistantMessage(pieces.join(''));
  return [
    partialMessage({ type: 'message_start', message: { ...whole.message, content: [] } }),
    partialMessage({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    ...pieces.map((piece) => textDelta(piece)),
    whole,
    partialMessage({ type: 'content_block_stop', index: 0 }),
    partialMessage({ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null } }),
    partialMessage({ type: 'message_stop' }),
  ];
}
