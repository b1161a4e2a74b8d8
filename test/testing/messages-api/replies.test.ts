import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  apiError,
  reply,
  startMessagesApi,
  text,
  thinking,
  toolUse,
  type MessagesApi,
} from '../../../src/testing/messages-api/index.js';
import { allEvents, deltas, json, post } from '../../support/messages-client.js';

let api: MessagesApi;
beforeEach(async () => (api = await startMessagesApi()));
afterEach(() => api.close());

describe('a streamed answer', () => {
  const stream = async () => allEvents(await post(api, { stream: true }));

  test('has the events of the real API in their order', async () => {
    api.enqueue(text('one two', { chunks: 2 }));
    const all = await stream();
    expect(all.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(all[0]).toMatchObject({ message: { role: 'assistant', model: 'claude-test', content: [] } });
    expect(all[5]).toMatchObject({ delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } });
    expect(deltas(all)).toEqual(['one', ' two']);
  });

  test('carries each given piece of a text as one delta, and never half a character', async () => {
    api.enqueue(text(['a', 'bc', 'd']), text('😀😀😀', { chunks: 3 }));
    expect(deltas(await stream())).toEqual(['a', 'bc', 'd']);
    expect(deltas(await stream())).toEqual(['😀', '😀', '😀']);
  });

  test('serves one reply to several requests, also when its pieces came from an iterator', async () => {
    api.setReply(text(['a', 'b'].values()));
    expect(deltas(await stream())).toEqual(['a', 'b']);
    expect(deltas(await stream())).toEqual(['a', 'b']);
  });

  test('signs a block of thinking before it ends', async () => {
    api.enqueue(reply(thinking('hmm'), 'so'));
    const kinds = (await stream()).map(({ delta }) => (delta as { type?: string } | undefined)?.type);
    expect(kinds.filter(Boolean)).toEqual(['thinking_delta', 'signature_delta', 'text_delta']);
  });

  test('tells a tool call in pieces of JSON, and tool_use as the reason to stop', async () => {
    api.enqueue(reply('Look:', toolUse('Bash', { command: 'ls -la /somewhere/far/away' })));
    const all = await stream();
    const parts = all.map(
      ({ delta }) => (delta as { partial_json?: string } | undefined)?.partial_json ?? '',
    );
    expect(JSON.parse(parts.join(''))).toEqual({ command: 'ls -la /somewhere/far/away' });
    expect(all.find(({ type, index }) => type === 'content_block_start' && index === 1)).toMatchObject({
      content_block: {
        type: 'tool_use',
        name: 'Bash',
        input: {},
        id: expect.stringMatching(/^toolu_/) as string,
      },
    });
    expect(all.at(-2)).toMatchObject({ delta: { stop_reason: 'tool_use' } });
  });
});

describe('an answer in one piece', () => {
  const ask = async () => json(await post(api));

  test('holds all blocks of a reply in their order', async () => {
    api.enqueue(reply(thinking('hmm'), 'so', toolUse('Bash', { command: 'ls' }, { id: 'toolu_1' })));
    const { content, stop_reason } = await ask();
    expect(content).toMatchObject([
      { type: 'thinking', thinking: 'hmm', signature: expect.stringMatching(/./) as string },
      { type: 'text', text: 'so' },
      { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'ls' } },
    ]);
    expect(stop_reason).toBe('tool_use');
  });

  test('takes the reason to stop and the usage from the reply', async () => {
    api.enqueue(reply('cut off', { stopReason: 'max_tokens', usage: { output_tokens: 100 } }));
    expect(await ask()).toMatchObject({
      stop_reason: 'max_tokens',
      usage: { input_tokens: 10, output_tokens: 100 },
    });
  });

  test('names a tool call anew for each request', async () => {
    api.setReply(toolUse('Bash'));
    const ids = [await ask(), await ask()].map(({ content }) => (content as { id: string }[])[0]?.id);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('an error', () => {
  test.each([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [404, 'not_found_error'],
    [429, 'rate_limit_error'],
    [500, 'api_error'],
    [529, 'overloaded_error'],
    [418, 'invalid_request_error'],
    [599, 'api_error'],
  ])('of status %i has the type %s', async (status, type) => {
    api.enqueue(apiError(status));
    const response = await post(api, { stream: true });
    expect(response.status).toBe(status);
    expect(await json(response)).toMatchObject({ type: 'error', error: { type } });
  });

  test('takes its type, message and headers from the script', async () => {
    api.enqueue(apiError(429, { type: 'odd_error', message: 'Slower!', headers: { 'retry-after': '7' } }));
    const response = await post(api);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await json(response)).toMatchObject({ error: { type: 'odd_error', message: 'Slower!' } });
  });

  test('is no fault of the script', async () => {
    api.enqueue(apiError(500));
    await post(api);
    expect(api.faults).toEqual([]);
  });
});

test('a reply that makes no sense is refused where it is made', () => {
  expect(() => apiError(200)).toThrow(RangeError);
  expect(() => text('abc', { chunks: 0 })).toThrow(RangeError);
  expect(() => api.enqueue({} as never)).toThrow(TypeError);
  expect(() => api.setReply(7 as never)).toThrow(TypeError);
  expect(api.queued).toBe(0);
});
