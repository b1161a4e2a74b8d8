import { expect, test } from 'vitest';
import { isPlain } from '../../src/base/is-plain.js';

test.each([
  ['an object', {}],
  ['a list', [1]],
  ['an object without a prototype', Object.create(null) as object],
  ['what JSON gives', JSON.parse('{"__proto__":{}}') as object],
])('%s is data', (_, value) => {
  expect(isPlain(value)).toBe(true);
});

test.each([
  ['null', null],
  ['undefined', undefined],
  ['a text', 'text'],
  ['a number', 1],
  ['a function', () => ({})],
  ['a class', Map],
  ['a date', new Date(0)],
  ['a map', new Map<string, number>()],
  ['a list of bytes', new Uint8Array()],
  ['an error', new Error('x')],
])('%s is none', (_, value) => {
  expect(isPlain(value)).toBe(false);
});
