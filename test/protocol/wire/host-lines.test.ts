import { describe, expect, test } from 'vitest';
import { isSessionError } from '../../../src/errors/session-error.js';
import type { PromptContent } from '../../../src/protocol/messages/index.js';
import type { ControlRequestBody } from '../../../src/protocol/wire/classify-line.js';
import { controlErrorLine, controlRequestLine, promptLine } from '../../../src/protocol/wire/host-lines.js';

const id = '11111111-1111-4111-8111-111111111111';

/** What throws, or `undefined` where nothing does. */
function refusalOf(write: () => string): unknown {
  try {
    write();
  } catch (refusal) {
    return refusal;
  }
  return undefined;
}

function expectRefused(write: () => string): void {
  const refusal = refusalOf(write);
  expect(isSessionError(refusal) && refusal.code).toBe('invalid_option');
}

describe('the exact line', () => {
  test('of a prompt', () => {
    expect(promptLine({ id, content: 'My name is Alice' })).toBe(
      `{"type":"user","message":{"role":"user","content":"My name is Alice"},"parent_tool_use_id":null,"session_id":"","uuid":"${id}"}\n`,
    );
  });

  test('of a prompt of blocks, with fields that are not known', () => {
    const content = [
      { type: 'text', text: 'What is this?', cache_control: { type: 'ephemeral' } },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } },
      { type: 'document', source: { type: 'url', url: 'https://example.com/x.pdf' }, title: 'X' },
    ] as const;
    expect(promptLine({ id, content })).toBe(
      `{"type":"user","message":{"role":"user","content":${JSON.stringify(content)}},"parent_tool_use_id":null,"session_id":"","uuid":"${id}"}\n`,
    );
  });

  test('of a control request', () => {
    expect(controlRequestLine('r1', { subtype: 'set_permission_mode', mode: 'plan' })).toBe(
      '{"type":"control_request","request_id":"r1","request":{"subtype":"set_permission_mode","mode":"plan"}}\n',
    );
  });

  test('of a refusal of what the CLI asks', () => {
    expect(controlErrorLine('r1', 'Unsupported control request subtype: x')).toBe(
      '{"type":"control_response","response":{"subtype":"error","request_id":"r1","error":"Unsupported control request subtype: x"}}\n',
    );
  });
});

describe('a prompt stays one line and comes out as it went in', () => {
  test.each<[what: string, content: string]>([
    ['newlines', 'one\ntwo\r\nthree\r'],
    ['U+2028 and U+2029', 'one\u2028two\u2029three'],
    ['quotes and backslashes', '"{\\n}"'],
    ['NUL and other controls', '\u0000\u0007\u001b[0m'],
    ['characters of several bytes', 'é€😀👩‍👩‍👧'],
    ['half of a surrogate pair', 'cut \ud83d'],
    ['what looks like a line of the wire', '{"type":"control_request"}\n{"type":"user"}'],
  ])('with %s in it', (_, content) => {
    const line = promptLine({ id, content });
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(line).not.toContain('\r');
    expect(JSON.parse(line)).toMatchObject({ message: { content } });
    // Not even decoding from UTF-8 may change it.
    expect(JSON.parse(Buffer.from(line).toString())).toMatchObject({ message: { content } });
  });
});

describe('a prompt that would end the CLI is refused', () => {
  const cyclic: Record<string, unknown> = { type: 'base64' };
  cyclic.self = cyclic;

  test.each<[what: string, content: unknown]>([
    ['an empty text', ''],
    ['no content', undefined],
    ['null', null],
    ['a number', 42],
    ['an object', { text: 'hi' }],
    ['an empty list', []],
    ['a list of texts', ['hi']],
    ['a block without a type', [{ text: 'hi' }]],
    ['a block of another type', [{ type: 'tool_result', tool_use_id: 't' }]],
    ['a text block without a text', [{ type: 'text' }]],
    ['an image without a source', [{ type: 'image' }]],
    ['one bad block behind a good one', [{ type: 'text', text: 'hi' }, null]],
    ['a cycle', [{ type: 'image', source: cyclic }]],
    ['a bigint', [{ type: 'image', source: { type: 'base64', size: 1n } }]],
    ['an object that becomes something else as JSON', [{ type: 'text', text: 'hi', toJSON: () => null }]],
  ])('%s', (_, content) => {
    expectRefused(() => promptLine({ id, content: content as PromptContent }));
  });

  test.each(['', 'prompt', '11111111-1111-4111-8111'])('under the id %j, which is no UUID', (bad) => {
    expectRefused(() => promptLine({ id: bad, content: 'hi' }));
  });

  test('in a message that does not repeat it', () => {
    const secret = 'sk-ant-secret';
    const refusals = [
      refusalOf(() => promptLine({ id: secret, content: 'hi' })),
      refusalOf(() =>
        promptLine({ id, content: [{ type: 'text', text: secret }, { type: secret }] as never }),
      ),
      refusalOf(() =>
        promptLine({ id, content: [{ type: 'image', source: { ...cyclic, secret } }] as never }),
      ),
      refusalOf(() => controlRequestLine('r1', { subtype: '', systemPrompt: [secret] })),
    ];
    for (const refusal of refusals) {
      expect(isSessionError(refusal)).toBe(true);
      expect(String(refusal)).not.toContain(secret);
      expect(JSON.stringify(refusal)).not.toContain(secret);
    }
  });
});

describe('a control request that would end the CLI is refused', () => {
  test.each<[what: string, request: unknown]>([
    ['no body', undefined],
    ['null', null],
    ['a list', []],
    ['a body without a subtype', { mode: 'plan' }],
    ['an empty subtype', { subtype: '' }],
    ['a subtype that is no text', { subtype: 7 }],
    ['a bigint', { subtype: 'x', n: 1n }],
  ])('%s', (_, request) => {
    expectRefused(() => controlRequestLine('r1', request as ControlRequestBody));
  });

  test('an empty id', () => {
    expectRefused(() => controlRequestLine('', { subtype: 'interrupt' }));
  });

  test('and one with fields that are not known is not', () => {
    const line = controlRequestLine('r1', { subtype: 'of_a_later_cli', nested: { 'odd.Key': ['\n'] } });
    expect(JSON.parse(line)).toMatchObject({ request: { nested: { 'odd.Key': ['\n'] } } });
  });
});
