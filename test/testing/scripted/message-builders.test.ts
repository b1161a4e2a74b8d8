import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/protocol/messages/parse-message.js';
import { resultErrorCode } from '../../../src/protocol/judge-result.js';
import {
  apiErrorReply,
  apiErrorResult,
  assistantMessage,
  localCommandResult,
  partialMessage,
  resultMessage,
  streamedText,
  textBlock,
  textDelta,
  thinkingBlock,
  thinkingDelta,
  toolResultMessage,
  toolUseBlock,
} from '../../../src/testing/index.js';

describe('what the builders make', () => {
  test.each([
    ['a text', assistantMessage('hello')],
    ['thinking and a tool call', assistantMessage([thinkingBlock('hm'), toolUseBlock('Bash')])],
    ['a tool result', toolResultMessage('toolu_1', 'done')],
    ['a delta of a text', textDelta('he')],
    ['a delta of thinking', thinkingDelta('h')],
    ['an event of the stream', partialMessage({ type: 'message_stop' })],
    ['a result', resultMessage()],
    ['the result of a failed API', apiErrorResult(529, 'overloaded')],
    ['the result of a command', localCommandResult('usage', '$0')],
  ])('is known on the wire: %s', (_, message) => {
    const onTheWire: unknown = JSON.parse(JSON.stringify(message));
    expect(parseMessage(onTheWire)).toEqual(message);
    expect(parseMessage(onTheWire).type).toBe(message.type);
  });

  test('is of different API messages, each with its own id', () => {
    expect(assistantMessage('a').message.id).not.toBe(assistantMessage('a').message.id);
  });
});

describe('a tool result', () => {
  test('is linked to its call by the id, whether that was given or not', () => {
    const calls = [toolUseBlock('Bash', { command: 'ls' }), toolUseBlock('Bash', {}, 'toolu_mine')];
    for (const { id } of calls) {
      expect(toolResultMessage(id, 'done').message.content).toEqual([
        { type: 'tool_result', tool_use_id: id, content: 'done', is_error: false },
      ]);
    }
    expect(calls[1]?.id).toBe('toolu_mine');
    expect(calls[0]?.id).not.toBe(toolUseBlock('Bash').id);
  });

  test('is an error only where it is said to be', () => {
    const [block] = toolResultMessage('toolu_1', 'no such file', { isError: true }).message.content;
    expect(block).toMatchObject({ is_error: true });
  });
});

test('a result is a good end of a turn, unless fields say otherwise', () => {
  expect(resultMessage()).toMatchObject({
    subtype: 'success',
    is_error: false,
    terminal_reason: 'completed',
  });
  expect(resultMessage({ structured_output: { firstName: 'Ada' } })).toMatchObject({
    is_error: false,
    structured_output: { firstName: 'Ada' },
  });
});

describe('a streamed text', () => {
  test('comes piece by piece, and as a whole before its block ends', () => {
    const messages = streamedText(['Once ', 'upon ', 'a time']);
    const kinds = messages.map((message) =>
      message.type === 'stream_event' ? message.event.type : message.type,
    );
    expect(kinds).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
      'content_block_delta',
      'assistant',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(messages[5]).toMatchObject({ message: { content: [textBlock('Once upon a time')] } });
  });

  test('that is given as one is one delta', () => {
    const deltas = streamedText('Hello').filter(
      (message) => message.type === 'stream_event' && message.event.type === 'content_block_delta',
    );
    expect(deltas).toEqual([textDelta('Hello')]);
  });
});

describe('the reply of an API that failed', () => {
  test.each([
    [400, 'unknown', 'invalid_request'],
    [401, 'authentication_failed', 'auth'],
    [404, 'model_not_found', 'model_not_found'],
    [429, 'rate_limit', 'rate_limited'],
    [500, 'server_error', 'api_error'],
    [529, 'server_error', 'overloaded'],
    [null, 'unknown', 'connection_failed'],
  ])('with status %s names the failure, and its result is judged by that', (status, kind, code) => {
    const [message, result] = apiErrorReply(status, 'It failed.');
    expect(message).toMatchObject({ type: 'assistant', error: kind, message: { model: '<synthetic>' } });
    expect(result).toEqual(apiErrorResult(status, 'It failed.'));
    expect(resultErrorCode(apiErrorResult(status, 'It failed.'))).toBe(code);
  });

  test('is a success by its subtype alone', () => {
    expect(apiErrorResult(500, 'It failed.')).toMatchObject({ subtype: 'success', is_error: true });
  });
});
