import { expect, test } from 'vitest';
import { Paths } from '../../src/session/paths.js';

test('a path is given as it is wanted, and again when it is free', () => {
  const paths = new Paths();
  expect(paths.take('a')).toBe('a');
  paths.free('a');
  expect(paths.take('a')).toBe('a');
});

test('one that is taken is given with a number behind it, and that with another one', () => {
  const paths = new Paths();
  const taken = ['a', 'a', 'a-3', 'a', 'a-2'].map((wanted) => paths.take(wanted));
  expect(new Set(taken).size).toBe(5);
  expect(taken.slice(0, 3)).toEqual(['a', 'a-2', 'a-3']);
});
