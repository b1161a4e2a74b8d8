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
  ['a class', class {}],
  ['an instance', new (class Server {})()],
  ['a date', new Date()],
  ['a map', new Map()],
  ['a regular expression', /x/],
  ['an error', new Error('x')],
  ['the list of a class', new (class Rows extends Array {})()],
])('%s is none', (_, value) => {
  expect(isPlain(value)).toBe(false);
});
