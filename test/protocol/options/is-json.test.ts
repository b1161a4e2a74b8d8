import { expect, test } from 'vitest';
import { isJson } from '../../../src/protocol/options/is-json.js';

test.each([[null], ['text'], [{ a: [1, { b: true }] }], [{ left: undefined }]])(
  'JSON can hold %o',
  (value) => {
    expect(isJson(value)).toBe(true);
  },
);

test('it cannot hold a circle, a bigint, or what throws when it is read', () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const thrower = {
    get x() {
      throw new Error('not today');
    },
  };
  expect([circle, 1n, { a: 1n }, thrower].map(isJson)).toEqual([false, false, false, false]);
});
