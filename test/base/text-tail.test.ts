import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { TextTail } from '../../src/base/text-tail.js';

function tailOf(limit: number, pieces: readonly string[]): string {
  const tail = new TextTail(limit);
  for (const piece of pieces) tail.append(piece);
  return tail.toString();
}

test('a text within the limit is kept whole', () => {
  expect(tailOf(10, [])).toBe('');
  expect(tailOf(10, ['01234', '56789'])).toBe('0123456789');
});

test('of a longer text the last characters are kept, however it is cut into pieces', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.string({ maxLength: 50 })), (limit, pieces) => {
      expect(tailOf(limit, pieces)).toBe(pieces.join('').slice(-limit));
    }),
  );
});

test('it may be read at any time, and goes on', () => {
  const tail = new TextTail(3);
  tail.append('abcd');
  expect(tail.toString()).toBe('bcd');
  expect(String(tail)).toBe('bcd');
  tail.append('e');
  expect(tail.toString()).toBe('cde');
});

test('a flood of small pieces is cut once for each time the limit has come in', () => {
  const sliced = vi.spyOn(String.prototype, 'slice');
  onTestFinished(() => sliced.mockRestore());
  const tail = new TextTail(1000);
  for (let pieces = 0; pieces < 100_000; pieces += 1) tail.append('x');
  expect(sliced.mock.calls.length).toBeLessThanOrEqual(100);
  expect(tail.toString()).toHaveLength(1000);
});
