import { expect, test } from 'vitest';
import { copyPlain } from '../../src/base/copy-plain.js';

test('data is copied all the way down, to the key', () => {
  const data: unknown = JSON.parse('{"a":[1,{"b":null}],"__proto__":{"c":1},"10":"ten","2":"two"}');
  const copy = copyPlain(data);
  expect(JSON.stringify(copy)).toBe(JSON.stringify(data));
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
});

test('what is changed in the original is not in the copy', () => {
  const data = { list: [{ n: 1 }] };
  const copy = copyPlain(data);
  data.list.push({ n: 2 });
  data.list.splice(0, 1, { n: 3 });
  expect(copy).toEqual({ list: [{ n: 1 }] });
});

test('what is frozen is copied into what is not', () => {
  const copy = copyPlain(Object.freeze({ list: Object.freeze([1]) })) as { list: number[] };
  copy.list.push(2);
  expect(copy.list).toEqual([1, 2]);
});

test.each([
  ['a function', () => ({})],
  ['an instance', new Map<string, number>()],
  ['a text', 'text'],
  ['nothing', undefined],
])('%s in it stays the same one', (_, value) => {
  expect(copyPlain({ deep: [value] }).deep[0]).toBe(value);
});
