import { expect, it } from 'vitest';
import { isRecord } from '../../src/base/is-record.js';

it('a record is an object with fields, and neither a list nor nothing', () => {
  expect([{}, { a: 1 }, Object.create(null)].map(isRecord)).toEqual([true, true, true]);
  expect([null, undefined, [], 'text', 1].map(isRecord)).toEqual([false, false, false, false, false]);
});
