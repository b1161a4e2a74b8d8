import { expect, it } from 'vitest';
import { faultText } from '../../src/base/fault-text.js';

it('is the text of an error, and of anything else that has one', () => {
  expect(faultText(new TypeError('broken'))).toBe('TypeError: broken');
  expect(faultText('broken')).toBe('broken');
  expect(faultText(undefined)).toBe('undefined');
  expect(faultText(Symbol('broken'))).toBe('Symbol(broken)');
});

it('does not throw for what has no text, or whose text throws', () => {
  const hostile = {
    toString: () => {
      throw new Error('again');
    },
  };
  expect(faultText(Object.create(null))).toBe('a value that has no text');
  expect(faultText(hostile)).toBe('a value that has no text');
});
