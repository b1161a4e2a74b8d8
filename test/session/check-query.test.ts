import { expect, test } from 'vitest';
import type { PromptContent } from '../../src/protocol/messages/index.js';
import { checkQuery } from '../../src/session/check-query.js';

const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } } as const;

test.each<[string, PromptContent]>([
  ['a text', 'hello'],
  ['a list of blocks', [{ type: 'text', text: 'hello' }, image]],
])('%s is a prompt', (_, prompt) => {
  expect(() => checkQuery(prompt, {})).not.toThrow();
});

test.each<[string, unknown, string]>([
  ['an empty text', '', 'an empty text'],
  ['an empty list', [], 'a list of 0'],
  ['a list with a block of an unknown type', [{ type: 'audio' }], 'a list of 1'],
  ['a list with a text that is none', [{ type: 'text', text: 4 }], 'a list of 1'],
  ['a number', 4, 'number'],
  ['nothing', undefined, 'undefined'],
  ['null', null, 'object'],
])('%s is refused, saying what was given and not quoting it', (_, prompt, given) => {
  expect(() => checkQuery(prompt as PromptContent, {})).toThrow(
    expect.objectContaining({
      code: 'invalid_option',
      option: 'prompt',
      message: expect.stringContaining(`got ${given}.`) as string,
    }) as Error,
  );
});

test.each<[string, unknown]>([
  ['timeout', -1],
  ['timeout', 2 ** 31],
  ['inactivityTimeout', '5'],
  ['priority', 0.5],
  ['priority', 1_000_001],
  ['signal', {}],
  ['model', 'sonnet'],
])('the option %s: %j is refused by its name', (option, value) => {
  expect(() => checkQuery('hello', { [option]: value })).toThrow(
    expect.objectContaining({ code: 'invalid_option', option }) as Error,
  );
});

test('options within their limits pass', () => {
  const signal = new AbortController().signal;
  const options = { timeout: Infinity, inactivityTimeout: 0, priority: -1_000_000, signal };
  expect(() => checkQuery('hello', options)).not.toThrow();
});
