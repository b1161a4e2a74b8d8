import { expect, test } from 'vitest';
import { judge, type RowPlan } from '../../bench/row.js';
import { amount, cells, table } from '../../bench/table.js';

const plan: RowPlan = {
  what: 'a turn',
  unit: 'ms',
  subjects: ['ours', 'theirs', 'bare'],
  aim: { most: 1, times: 'theirs' },
};
const met = judge(plan, { ours: [9, 9, 12], theirs: [10, 12, 12], bare: [3, 3, 3] });
const missed = judge({ ...plan, reason: 'It is slow.' }, { ours: [20], theirs: [10], bare: [5] });

test('a row tells what everybody took, how that compares, and whether the aim was met', () => {
  expect(cells(met)).toEqual([
    'a turn',
    'ours 9.00 ms',
    'theirs 12.0 ms; bare 3.00 ms',
    '× 0.90 (0.90–1.00); × 3.00 (3.00–4.00)',
    'at most × 1 of theirs',
    'yes',
  ]);
});

test('an aim in units is told in them', () => {
  expect(cells({ ...met, plan: { ...plan, aim: { most: 10 } } })[4]).toBe('at most 10 ms');
});

test('a missed aim is told in its row, and explained below the table', () => {
  expect(cells(missed)[5]).toBe('**no**');
  expect(table([met, missed]).split('\n').slice(-2)).toEqual(['', '- **a turn**: It is slow.']);
});

test('where nothing was missed nothing is explained', () => {
  expect(table([met]).split('\n')).toHaveLength(3);
});

test('a number has as many digits as mean something', () => {
  expect([0.5, 12.34, 512.7].map((value) => amount(value, 'µs'))).toEqual(['0.50 µs', '12.3 µs', '513 µs']);
});
