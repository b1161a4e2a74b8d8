import { describe, expect, test } from 'vitest';
import { readHostLine } from '../../../src/testing/scripted/host-line.js';

const id = '11111111-1111-4111-8111-111111111111';
const prompt = (message: unknown): string => JSON.stringify({ type: 'user', uuid: id, message });

// As CLI 2.1.330 was seen to take each of these lines.
describe('a line on the stdin of a CLI', () => {
  test.each([
    ['garbage', 'Error parsing streaming input line (type=unknown, 7 chars): SyntaxError'],
    ['{"type":"user"}', "Error: Expected message role 'user', got 'undefined'"],
    [prompt({ role: 'assistant', content: 'x' }), "Error: Expected message role 'user', got 'assistant'"],
    ['{"type":"control_request","request_id":"1"}', 'Error: Missing request on control_request'],
  ])('is the end of it: %s', (line, words) => {
    expect(readHostLine(line)).toEqual({ kind: 'fatal', words });
  });

  test.each(['', '   ', '[1]', '"x"', '5', 'null', '{}', '{"type":"nosuch"}', '{"type":"control_response"}'])(
    'is ignored: %s',
    (line) => {
      expect(readHostLine(line)).toEqual({ kind: 'ignored' });
    },
  );

  test.each(['hello', '', [], [{ type: 'text', text: 'hello' }], [{ type: 'bogus' }]])(
    'is a prompt, whether it says something or not: %j',
    (content) => {
      const read = readHostLine(prompt({ role: 'user', content }));
      expect(read).toEqual({ kind: 'prompt', prompt: { id, content } });
    },
  );

  test.each([5, null, [{ type: 'text' }], ['text']])('is a prompt of which nothing comes: %j', (content) => {
    expect(readHostLine(prompt({ role: 'user', content }))).toEqual({ kind: 'unusable', promptId: id });
  });

  test('is a control request with all of its fields', () => {
    const request = { subtype: 'set_model', model: 'haiku', other: 1 };
    const line = JSON.stringify({ type: 'control_request', request_id: '1', request });
    expect(readHostLine(line)).toEqual({ kind: 'control', requestId: '1', request });
  });
});
