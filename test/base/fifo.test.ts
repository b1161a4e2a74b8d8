import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fifo } from '../../src/base/fifo.js';
import { heapInUse } from '../support/heap.js';

const act = fc.constantFrom('push', 'push', 'push', 'shift', 'shift', 'clear');

test('a line gives out what was put into it, in that order, as a list would', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const line = new Fifo<{ readonly number: number }>();
      const list: { readonly number: number }[] = [];
      for (const [number, next] of acts.entries()) {
        if (next === 'push') {
          line.push({ number });
          list.push({ number });
        } else if (next === 'shift') expect(line.shift()).toEqual(list.shift());
        else expect(line.clear()).toEqual(list.splice(0));
        expect(line.size).toBe(list.length);
      }
    }),
  );
});

test('a line lets go of what was taken out of it', async () => {
  const line = new Fifo<number[]>();
  const before = await heapInUse();
  for (let count = 0; count < 10; count += 1) line.push(new Array<number>(1_000_000).fill(0));
  for (let count = 0; count < 4; count += 1) line.shift();
  expect([Math.round(((await heapInUse()) - before) / 8_000_000), line.size]).toEqual([6, 6]);
});
