import { describe, expect, test } from 'vitest';
import type { Message } from '../../../src/protocol/messages/index.js';
import { interruption } from '../../../src/testing/scripted/interruption.js';
import { OpenParts } from '../../../src/testing/scripted/open-parts.js';
import {
  assistantMessage,
  streamedText,
  textDelta,
  toolResultMessage,
  toolUseBlock,
} from '../../../src/testing/index.js';

function interruptedAfter(...messages: readonly Message[]): ReturnType<typeof interruption> {
  const open = new OpenParts();
  for (const message of messages) open.add(message);
  return interruption(open);
}

const marker = (text: string): object => ({ type: 'user', message: { content: [{ type: 'text', text }] } });

describe('an interrupted turn', () => {
  test('of which nothing was said leaves a mark and an error result', () => {
    const { messages, result } = interruptedAfter();
    expect(messages).toMatchObject([marker('[Request interrupted by user]')]);
    expect(result).toMatchObject({
      subtype: 'error_during_execution',
      is_error: true,
      terminal_reason: 'aborted_streaming',
    });
  });

  test('says a text as far as it was streamed, and ends the stream', () => {
    const { messages } = interruptedAfter(...streamedText(['half ', 'a word']).slice(0, 4));
    expect(messages).toMatchObject([
      { type: 'assistant', aborted: true, message: { content: [{ text: 'half a word' }] } },
      marker('[Request interrupted by user]'),
      { event: { type: 'content_block_stop', index: 0 } },
      { event: { type: 'message_delta', delta: { stop_reason: null } } },
      { event: { type: 'message_stop' } },
    ]);
  });

  test('says nothing again that was said as a whole', () => {
    expect(interruptedAfter(...streamedText('a text')).messages).toHaveLength(1);
    expect(interruptedAfter(textDelta('a text'), assistantMessage('a text')).messages).toHaveLength(1);
  });

  test('answers each tool call that has no result, and says that it was in a tool', () => {
    const calls = [toolUseBlock('Bash'), toolUseBlock('Read'), toolUseBlock('Grep')] as const;
    const { messages, result } = interruptedAfter(
      assistantMessage(calls),
      toolResultMessage(calls[1].id, 'done'),
    );
    expect(messages).toMatchObject([
      { message: { content: [{ tool_use_id: calls[0].id, is_error: true }] } },
      { message: { content: [{ tool_use_id: calls[2].id, is_error: true }] } },
      marker('[Request interrupted by user for tool use]'),
    ]);
    expect(result.terminal_reason).toBe('aborted_tools');
  });

  test('was not in a tool while the message that calls it goes on', () => {
    const call = toolUseBlock('Bash');
    const stream = streamedText('a word');
    const { messages, result } = interruptedAfter(
      ...stream.slice(0, 1),
      assistantMessage([call]),
      ...stream.slice(1, 3),
    );
    expect(messages).toMatchObject([
      { type: 'assistant', aborted: true, message: { content: [{ text: 'a word' }] } },
      { message: { content: [{ tool_use_id: call.id, is_error: true }] } },
      marker('[Request interrupted by user]'),
      ...Array.from({ length: 3 }, () => ({ type: 'stream_event' })),
    ]);
    expect(result.terminal_reason).toBe('aborted_streaming');
  });
});
