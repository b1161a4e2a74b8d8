import { expect, it } from 'vitest';
import { withoutNullish, withoutUndefined } from '../../src/base/without.js';

const fields = { text: '', none: null, missing: undefined, zero: 0, no: false };

it('a record without what is undefined keeps all else, null too', () => {
  expect(Object.keys(withoutUndefined(fields))).toEqual(['text', 'none', 'zero', 'no']);
});

it('a record without what is undefined or null keeps all else, what is empty too', () => {
  expect(Object.keys(withoutNullish(fields))).toEqual(['text', 'zero', 'no']);
});
