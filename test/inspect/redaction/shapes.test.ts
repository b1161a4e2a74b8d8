import { expect, test } from 'vitest';
import {
  fields,
  flag,
  hidden,
  listOf,
  name,
  number,
  oneOf,
  recordOf,
  REDACTED,
  signal,
} from '../../../src/inspect/redaction/shapes.js';

test.each([
  ['a number', number, 12, 12],
  ['a limit that there is none of', number, Infinity, 'Infinity'],
  ['a flag', flag, false, false],
  ['a word that is known', oneOf(['stopped', 'crashed']), 'crashed', 'crashed'],
  ['a name', name, 'assistant', 'assistant'],
  ['a signal', signal, 'SIGKILL', 'SIGKILL'],
])('%s is shown', (_what, shape, value, shown) => {
  expect(shape(value)).toBe(shown);
});

test.each([
  ['a text in place of a number', number, '12'],
  ['an object that turns into a number', number, { valueOf: () => 12 }],
  ['a text in place of a flag', flag, 'false'],
  ['a word that is not known', oneOf(['stopped']), 'my secret'],
  ['an object in place of a name', name, { toString: () => 'assistant' }],
  ['a text in place of a signal', signal, 'SIGSECRET'],
  ['what is hidden', hidden, 1],
  ['a text in place of a record', fields({ a: number }), 'secret'],
  ['a list in place of a record', fields({ a: number }), [1]],
  ['a text in place of a list', listOf(number), 'secret'],
])('%s is not shown', (_what, shape, value) => {
  expect(shape(value)).toBeUndefined();
});

test('of a record the named fields are shown, those that are not what they should be are redacted, others left out', () => {
  const shape = fields({ limit: number, reason: oneOf(['stopped']), missing: number });
  expect(shape({ limit: 5, reason: 'secret', missing: undefined, prompt: 'secret' })).toEqual({
    limit: 5,
    reason: REDACTED,
  });
});

test('where any name is harmless, all fields are shown', () => {
  expect(recordOf(number)({ a: 1, b: 'secret' })).toEqual({ a: 1, b: REDACTED });
});

test('of a long list the first hundred are shown, and how many there are more', () => {
  const shown = listOf(number)(Array.from({ length: 10_000 }, (_, index) => index)) as unknown[];
  expect(shown).toHaveLength(101);
  expect(shown.slice(99)).toEqual([99, '… and 9900 more']);
});

test('a name is not shown at any length', () => {
  expect(name('n'.repeat(10_000))).toHaveLength(200);
});

test('a field that JavaScript takes for the prototype is a field like others', () => {
  const value = JSON.parse('{ "__proto__": { "limit": 1 } }') as object;
  expect(fields({ limit: number })(value)).toEqual({});
});
