import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyLine } from '../../../src/protocol/wire/classify-line.js';

const kindOf = (value: unknown): string => classifyLine(JSON.stringify(value)).kind;

describe('a message', () => {
  test('is typed and handed on', () => {
    const result = { type: 'result', subtype: 'success', is_error: false, result: 'Alice' };
    expect(classifyLine(JSON.stringify(result))).toEqual({ kind: 'message', message: result });
  });

  test('of an unknown type is handed on as unknown, with all that it holds', () => {
    const raw = { type: 'of_a_later_cli', value: [1] };
    expect(classifyLine(JSON.stringify(raw))).toEqual({ kind: 'message', message: { type: 'unknown', raw } });
  });

  test.each<[what: string, raw: object]>([
    ['without a type', { subtype: 'init' }],
    ['whose type is no text', { type: 7 }],
    ['without anything', {}],
  ])('%s is an unknown one', (_, raw) => {
    expect(classifyLine(JSON.stringify(raw))).toEqual({ kind: 'message', message: { type: 'unknown', raw } });
  });

  test('may end in a carriage return and hold U+2028', () => {
    expect(classifyLine('{"type":"conversation_reset","trigger":"a\u2028b"}\r')).toEqual({
      kind: 'message',
      message: { type: 'conversation_reset', trigger: 'a\u2028b' },
    });
  });
});

describe('an envelope', () => {
  test('of the life of a prompt is told by the id of the prompt, not its own', () => {
    const frame = { type: 'command_lifecycle', command_uuid: 'prompt', state: 'started', uuid: 'own' };
    expect(classifyLine(JSON.stringify(frame))).toEqual({
      kind: 'lifecycle',
      promptId: 'prompt',
      state: 'started',
    });
  });

  test.each<[what: string, response: object, outcome: object]>([
    [
      'with a payload',
      { subtype: 'success', response: { mode: 'plan' } },
      { ok: true, response: { mode: 'plan' } },
    ],
    ['without one', { subtype: 'success' }, { ok: true, response: {} }],
    ['whose payload is null', { subtype: 'success', response: null }, { ok: true, response: {} }],
    [
      'that is an error with a code',
      { subtype: 'error', error: 'No such mode', error_code: 'invalid_mode' },
      { ok: false, error: 'No such mode', errorCode: 'invalid_mode' },
    ],
    [
      'that is an error whose code is null',
      { subtype: 'error', error: 'Broken', error_code: null },
      { ok: false, error: 'Broken' },
    ],
    ['that is an error without one', { subtype: 'error', error: 'Broken' }, { ok: false, error: 'Broken' }],
  ])('of an answer %s is told with its outcome', (_, response, outcome) => {
    const frame = { type: 'control_response', response: { ...response, request_id: 'r1' } };
    expect(classifyLine(JSON.stringify(frame))).toEqual({ kind: 'control_answer', requestId: 'r1', outcome });
  });

  test('of an answer may carry more beside it', () => {
    const response = { subtype: 'success', request_id: 'r1', response: {}, pending_permission_requests: [] };
    expect(kindOf({ type: 'control_response', response })).toBe('control_answer');
  });

  test('of a request is told with its whole body', () => {
    const request = { subtype: 'can_use_tool', tool_name: 'Bash', input: { command: 'ls', 'odd.Key': null } };
    expect(classifyLine(JSON.stringify({ type: 'control_request', request_id: 'r1', request }))).toEqual({
      kind: 'control_request',
      requestId: 'r1',
      request,
    });
  });

  test('that takes a request back is told by its id', () => {
    expect(classifyLine('{"type":"control_cancel_request","request_id":"r1"}')).toEqual({
      kind: 'control_cancel',
      requestId: 'r1',
    });
  });

  test('that only keeps the line alive is known, whatever else it holds', () => {
    expect(classifyLine('{"type":"keep_alive","startup_mark":"stdin_listen_started"}')).toEqual({
      kind: 'keep_alive',
    });
  });
});

test.each<[what: string, raw: object]>([
  ['a lifecycle without a prompt', { type: 'command_lifecycle', state: 'started' }],
  ['a lifecycle without a state', { type: 'command_lifecycle', command_uuid: 'prompt' }],
  ['an answer without a response', { type: 'control_response' }],
  ['an answer whose response is null', { type: 'control_response', response: null }],
  ['an answer without an id', { type: 'control_response', response: { subtype: 'success' } }],
  [
    'an answer of another subtype',
    { type: 'control_response', response: { subtype: 'maybe', request_id: 'r1' } },
  ],
  ['an error without words', { type: 'control_response', response: { subtype: 'error', request_id: 'r1' } }],
  [
    'an answer whose payload is a list',
    { type: 'control_response', response: { subtype: 'success', request_id: 'r1', response: [] } },
  ],
  ['a request without an id', { type: 'control_request', request: { subtype: 'can_use_tool' } }],
  ['a request without a body', { type: 'control_request', request_id: 'r1' }],
  ['a request without a subtype', { type: 'control_request', request_id: 'r1', request: {} }],
  ['a request whose id is a number', { type: 'control_request', request_id: 1, request: { subtype: 'x' } }],
  ['a cancellation without an id', { type: 'control_cancel_request' }],
])('%s is handed on as an unknown message', (_, raw) => {
  expect(classifyLine(JSON.stringify(raw))).toEqual({ kind: 'message', message: { type: 'unknown', raw } });
});

test.each([
  '',
  ' ',
  '\r',
  'Debugger attached.',
  '{',
  '{"type":"result"',
  '[]',
  '[{"type":"result"}]',
  '42',
  'null',
  '"x"',
])('%j is noise', (text) => {
  expect(classifyLine(text)).toEqual({ kind: 'noise', text });
});

describe('nothing throws', () => {
  const types = [
    ...['command_lifecycle', 'control_response', 'control_request', 'control_cancel_request', 'keep_alive'],
    ...['assistant', 'user', 'result', 'system', 'stream_event', 'conversation_reset', 'prompt_suggestion'],
    ...['constructor', '__proto__', 'toString'],
  ];
  const keys = [
    ...[
      'type',
      'subtype',
      'message',
      'content',
      'response',
      'request',
      'request_id',
      'state',
      'command_uuid',
    ],
    ...[
      'error',
      'errors',
      'event',
      'is_error',
      'session_id',
      'role',
      'text',
      'tool_use_id',
      'input',
      '__proto__',
    ],
  ];
  const words = [...types, 'success', 'error', 'init', 'user', 'text', 'tool_use', 'tool_result', 'id'];
  // Shapes near the real ones: known keys and words in the wrong places.
  const { near } = fc.letrec((tie) => ({
    near: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...words),
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('near'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...keys), tie('near'), { maxKeys: 6 }),
    ),
  }));
  const envelope = fc
    .tuple(fc.constantFrom(...types), fc.dictionary(fc.constantFrom(...keys), near, { maxKeys: 8 }))
    .map(([type, fields]) => JSON.stringify({ ...fields, type }));
  const kinds = /^(message|lifecycle|control_answer|control_request|control_cancel|keep_alive|noise)$/;

  test.each<[what: string, line: fc.Arbitrary<string>]>([
    ['any JSON', fc.json({ maxDepth: 4 })],
    ['any text', fc.string({ unit: 'binary', maxLength: 200 })],
    ['envelopes and messages of wrong shapes', envelope],
    [
      'JSON that is cut',
      fc.tuple(envelope, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
    ],
  ])('for %s', (_, line) => {
    fc.assert(
      fc.property(line, (text) => {
        expect(classifyLine(text).kind).toMatch(kinds);
      }),
      { numRuns: 2000 },
    );
  });

  test('for what is nested deeper than the stack', () => {
    const nested = (open: string, inside: string, close: string): string =>
      open.repeat(100_000) + inside + close.repeat(100_000);
    const lists = nested('[', '', ']');
    const results = nested('[{"type":"tool_result","tool_use_id":"t","content":', '"done"', '}]');
    const lines = [
      lists,
      `{"type":"result","subtype":"success","is_error":false,"structured_output":${lists}}`,
      `{"type":"user","message":{"role":"user","content":${results}}}`,
      `{"type":"control_request","request_id":"r1","request":{"subtype":"x","input":${lists}}}`,
    ];
    expect(lines.map((line) => classifyLine(line).kind)).toEqual([
      'noise',
      'message',
      'message',
      'control_request',
    ]);
  });
});
