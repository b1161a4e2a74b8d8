import { expect, test } from 'vitest';
import { judge, spread, type RowPlan } from '../../bench/row.js';

const plan: RowPlan = {
  what: 'a turn',
  unit: 'ms',
  subjects: ['ours', 'theirs'],
  aim: { most: 1, times: 'theirs' },
};

test('subjects are compared round by round, not by what they took on the whole', () => {
  const row = judge(plan, { ours: [20, 300, 22, 5], theirs: [10, 100, 11, 4] });
  expect(row.ratios.theirs?.median).toBe(2);
  expect(row.isMet).toBe(false);
});

test('an aim beside another subject is met by what the table shows as equal', () => {
  expect(judge(plan, { ours: [10.04], theirs: [10] }).isMet).toBe(true);
  expect(judge(plan, { ours: [10.06], theirs: [10] }).isMet).toBe(false);
});

test('an aim in units is met by the median, whatever the others take', () => {
  const inUnits = { ...plan, aim: { most: 10 } };
  expect(judge(inUnits, { ours: [9, 10, 400], theirs: [1, 1, 1] }).isMet).toBe(true);
  expect(judge(inUnits, { ours: [9, 10.1, 11], theirs: [1, 1, 1] }).isMet).toBe(false);
});

test('what was not measured meets no aim', () => {
  expect(judge(plan, { ours: [1] }).isMet).toBe(false);
  expect(judge({ ...plan, aim: { most: 10 } }, {}).isMet).toBe(false);
});

test('the spread is the middle, and what a quarter lies below and above', () => {
  expect(spread([5, 1, 4, 2, 3])).toEqual({ low: 2, median: 3, high: 4 });
  expect(spread([7])).toEqual({ low: 7, median: 7, high: 7 });
});
