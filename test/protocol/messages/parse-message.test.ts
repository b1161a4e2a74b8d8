import { describe, expect, test } from 'vitest';
import { parseBlock, parseMessage } from '../../../src/protocol/messages/parse-message.js';

const session_id = '11111111-1111-4111-8111-111111111111';

const usage = '{"claude-sonnet-4.5":{"inputTokens":3},"claude.haiku":{"costUSD":0.1}}';

/** One line of each known type, with more in it than is typed. */
const KNOWN = {
  'an assistant message': `{"type":"assistant","message":{"id":"msg_1","role":"assistant","model":"claude-x","content":[{"type":"text","text":"hi","citations":null}],"usage":{"input_tokens":1}},"parent_tool_use_id":null,"session_id":"${session_id}","newField":{"a-b":1}}`,
  'a user message of text': `{"type":"user","message":{"role":"user","content":"hello"},"isReplay":true}`,
  'a user message of blocks': `{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"done","is_error":false}]},"tool_use_result":{"stdout":"x","__proto__":{"y":1}}}`,
  'a result': `{"subtype":"success","type":"result","is_error":false,"result":"Alice","structured_output":{"firstName":"Alice","first_name":null,"__proto__":{"polluted":true},"constructor":1,"10":"ten","2":"two"},"modelUsage":${usage},"terminal_reason":"completed","api_error_status":null,"origin":{"kind":"human"},"user_message_uuids":["u1"]}`,
  'a bare result': '{"type":"result","subtype":"error_during_execution","is_error":true}',
  'an init': `{"type":"system","subtype":"init","session_id":"${session_id}","tools":["Bash"],"memory_paths":{"auto":"/x"}}`,
  'a compact boundary':
    '{"type":"system","subtype":"compact_boundary","compact_metadata":{"trigger":"auto","pre_tokens":9}}',
  'a partial message':
    '{"type":"stream_event","event":{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"h"}},"uuid":"u"}',
  'a partial message of an unknown event': '{"type":"stream_event","event":{"type":"of_a_later_api"}}',
  'a reset': `{"type":"conversation_reset","session_id":"${session_id}","trigger":"clear"}`,
  'a tool in progress': '{"type":"tool_progress","tool_name":"Bash","elapsed_time_seconds":30}',
  'a rate limit': '{"type":"rate_limit_event","rate_limit_info":{"status":"allowed"}}',
  'a suggestion': '{"type":"prompt_suggestion","suggestion":"Go on."}',
};

describe('a message of a known type', () => {
  test.each(Object.entries(KNOWN))('%s is the same value, with every key to the byte', (_, line) => {
    // Own and inherited keys as JSON has them: no `__proto__` of it may come to be a prototype.
    const raw: unknown = JSON.parse(line);
    const message = parseMessage(raw);
    expect(message).toBe(raw);
    expect(JSON.stringify(message)).toBe(JSON.stringify(JSON.parse(line)));
    expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
  });

  test('keeps data of the user under every key that an object may have', () => {
    const text =
      '{"type":"result","subtype":"success","is_error":false,"structured_output":{"__proto__":{"a":1},"toString":2,"camelCase":3,"snake_case":4}}';
    const message = parseMessage(JSON.parse(text));
    const output = 'structured_output' in message ? message.structured_output : undefined;
    expect(Object.keys(output as object)).toEqual(['__proto__', 'toString', 'camelCase', 'snake_case']);
    expect(JSON.stringify(message)).toBe(text);
  });
});

test.each<[what: string, message: object]>([
  [
    'an assistant message',
    { type: 'assistant', session_id: null, message: { role: 'assistant', content: [] } },
  ],
  ['a user message', { type: 'user', session_id: null, message: { role: 'user', content: 'hi' } }],
  [
    'a result',
    {
      type: 'result',
      subtype: 'success',
      is_error: false,
      session_id: null,
      result: null,
      errors: null,
      terminal_reason: null,
      user_message_uuid: null,
      user_message_uuids: null,
      origin: null,
      local_command: null,
    },
  ],
  ['a notice', { type: 'system', subtype: 'status', status: null, session_id: null }],
  ['a reset', { type: 'conversation_reset', session_id: null }],
  ['a tool in progress', { type: 'tool_progress', tool_name: null }],
  [
    'the result of a tool',
    {
      type: 'user',
      message: {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 't', content: null, is_error: null }],
      },
    },
  ],
])('%s may have null in every field that may be left out', (_, message) => {
  const before = JSON.stringify(message);
  expect(parseMessage(message)).toBe(message);
  expect(JSON.stringify(message)).toBe(before);
});

test.each<[what: string, raw: unknown]>([
  ['null', null],
  ['a text', 'assistant'],
  ['a list', [{ type: 'assistant' }]],
  ['undefined', undefined],
  ['a message without a type', { subtype: 'init' }],
  ['a message whose type is a number', { type: 1 }],
  ['a message of an unknown type', { type: 'of_a_later_cli', x: 1 }],
  ['a message whose type every object has', { type: 'constructor' }],
  ['a message that says unknown itself', { type: 'unknown', raw: 1 }],
  ['a system message of an unknown subtype', { type: 'system', subtype: 'of_a_later_cli' }],
  ['a system message without a subtype', { type: 'system' }],
  ['an init without a session id', { type: 'system', subtype: 'init' }],
  ['an assistant message without a message', { type: 'assistant' }],
  ['an assistant message of text', { type: 'assistant', message: { role: 'assistant', content: 'hi' } }],
  ['an assistant message of another role', { type: 'assistant', message: { role: 'user', content: [] } }],
  ['a user message without content', { type: 'user', message: { role: 'user' } }],
  ['a result without is_error', { type: 'result', subtype: 'success' }],
  ['a result whose is_error is a text', { type: 'result', subtype: 'success', is_error: 'false' }],
  ['a result whose text is a number', { type: 'result', subtype: 'success', is_error: false, result: 4 }],
  ['a partial message without an event', { type: 'stream_event' }],
  ['a partial message whose event is a text', { type: 'stream_event', event: 'ping' }],
  ['a suggestion without a text', { type: 'prompt_suggestion' }],
])('%s is wrapped as unknown, and left as it is', (_, raw) => {
  const before = JSON.stringify(raw);
  const message = parseMessage(raw);
  expect(message).toEqual({ type: 'unknown', raw });
  expect('raw' in message ? message.raw : undefined).toBe(raw);
  expect(JSON.stringify(raw)).toBe(before);
});

describe('a content block', () => {
  test.each<[type: string, block: object]>([
    ['text', { type: 'text', text: '' }],
    ['thinking', { type: 'thinking', thinking: 'hm', signature: 'sig' }],
    ['redacted_thinking', { type: 'redacted_thinking', data: 'x' }],
    ['tool_use', { type: 'tool_use', id: 't', name: 'Bash', input: { 'odd.Key': null }, caller: {} }],
    ['tool_result without content', { type: 'tool_result', tool_use_id: 't' }],
    ['tool_result of text', { type: 'tool_result', tool_use_id: 't', content: 'done', is_error: true }],
    ['server_tool_use', { type: 'server_tool_use', id: 't', name: 'web_search', input: {} }],
    ['image', { type: 'image', source: { type: 'base64', data: 'AA==' } }],
    ['document', { type: 'document', source: { type: 'url', url: 'https://example.com' } }],
  ])('of type %s is the same value', (_, block) => {
    const before = JSON.stringify(block);
    expect(parseBlock(block)).toBe(block);
    expect(JSON.stringify(block)).toBe(before);
  });

  test.each<[what: string, block: unknown]>([
    ['of an unknown type', { type: 'of_a_later_api', x: 1 }],
    ['of a type every object has', { type: 'toString' }],
    ['without a type', { text: 'hi' }],
    ['that is a text', 'hi'],
    ['that is null', null],
    ['of text without a text', { type: 'text' }],
    ['of a tool call whose input is a text', { type: 'tool_use', id: 't', name: 'Bash', input: '{}' }],
    ['of a tool call without an id', { type: 'tool_use', name: 'Bash', input: {} }],
    ['of a result without its call', { type: 'tool_result', content: 'done' }],
    ['of a result whose content is a number', { type: 'tool_result', tool_use_id: 't', content: 1 }],
    ['of an image without a source', { type: 'image' }],
  ])('%s is wrapped as unknown', (_, raw) => {
    expect(parseBlock(raw)).toEqual({ type: 'unknown', raw });
  });

  test('that is unknown leaves its neighbours in the message as they are, in their order', () => {
    const first = { type: 'text', text: 'one' };
    const odd = { type: 'of_a_later_api' };
    const last = { type: 'text', text: 'two' };
    const raw = { type: 'assistant', message: { role: 'assistant', content: [first, odd, last] } };
    expect(parseMessage(raw)).toBe(raw);
    expect(raw.message.content).toEqual([first, { type: 'unknown', raw: odd }, last]);
    expect(raw.message.content[0]).toBe(first);
    expect(raw.message.content[2]).toBe(last);
  });

  test('inside the result of a tool is typed too', () => {
    const image = { type: 'image', source: { type: 'base64', data: 'AA==' } };
    const odd = { type: 'tool_reference', tool_name: 'x' };
    const result = { type: 'tool_result', tool_use_id: 't', content: [image, odd, 'text'] };
    const raw = { type: 'user', message: { role: 'user', content: [result] } };
    expect(parseMessage(raw)).toBe(raw);
    expect(raw.message.content[0]).toBe(result);
    expect(result.content).toEqual([image, { type: 'unknown', raw: odd }, { type: 'unknown', raw: 'text' }]);
    expect(result.content[0]).toBe(image);
  });

  test('that is the data of a tool call is not touched', () => {
    const input = { content: [{ type: 'of_the_user' }], message: { content: [1] } };
    const call = { type: 'tool_use', id: 't', name: 'Write', input, content: [{ type: 'of_a_later_api' }] };
    const before = JSON.stringify(call);
    expect(parseBlock(call)).toBe(call);
    expect(JSON.stringify(call)).toBe(before);
  });

  test('that is nested without end is unknown from some depth on, instead of an overflow of the stack', () => {
    let nested: object = { type: 'text', text: 'at the bottom' };
    for (let depth = 0; depth < 50_000; depth += 1) {
      nested = { type: 'tool_result', tool_use_id: 't', content: [nested] };
    }
    expect(parseBlock(nested)).toBe(nested);
  });
});
