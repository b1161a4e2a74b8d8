import { expect, test, vi } from 'vitest';
import { once } from '../../src/base/once.js';

test('a value is made when it is first asked for, and once, also where it is none', () => {
  const make = vi.fn(() => undefined);
  const value = once(make);
  expect(make).not.toHaveBeenCalled();
  expect([value(), value()]).toEqual([undefined, undefined]);
  expect(make).toHaveBeenCalledOnce();
});

test('a value that could not be made is tried again', () => {
  const make = vi
    .fn(() => 'made')
    .mockImplementationOnce(() => {
      throw new Error('not yet');
    });
  const value = once(make);
  expect(value).toThrow('not yet');
  expect(value()).toBe('made');
});
