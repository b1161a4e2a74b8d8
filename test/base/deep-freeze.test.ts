import { expect, test } from 'vitest';
import { deepFreeze } from '../../src/base/deep-freeze.js';

test('plain data is frozen all the way down, and given back', () => {
  const data = { list: [{ a: 1 }], record: Object.assign(Object.create(null) as object, { b: { c: 2 } }) };
  expect(deepFreeze(data)).toBe(data);
  for (const part of [data, data.list, data.list[0], data.record, Object.values(data.record)[0]]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});

test('what holds itself is frozen, too', () => {
  const data: Record<string, unknown> = {};
  data.self = data;
  expect(Object.isFrozen(deepFreeze(data))).toBe(true);
});

test('functions, instances of classes and values that are no objects are left as they are', () => {
  const [map, fn] = [new Map(), () => undefined];
  deepFreeze({ map, fn, text: 'x', nothing: null });
  expect([Object.isFrozen(map), Object.isFrozen(fn)]).toEqual([false, false]);
  expect([deepFreeze(7), deepFreeze(null), deepFreeze(undefined)]).toEqual([7, null, undefined]);
});
