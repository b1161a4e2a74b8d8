import { expect, test } from 'vitest';
import { ByteBudget } from '../../src/session/byte-budget.js';

test('bytes are taken up to the limit and not one beyond', () => {
  const budget = new ByteBudget(10);
  expect([budget.take(4), budget.take(6), budget.take(1)]).toEqual([true, true, false]);
});

test('a refusal takes nothing', () => {
  const budget = new ByteBudget(10);
  budget.take(4);
  expect(budget.take(7)).toBe(false);
  expect(budget.take(6)).toBe(true);
});

test('what was given back can be taken again', () => {
  const budget = new ByteBudget(10);
  budget.take(10);
  budget.give(3);
  expect([budget.take(4), budget.take(3)]).toEqual([false, true]);
});

test('a message without bytes fits into a full budget', () => {
  const budget = new ByteBudget(1);
  budget.take(1);
  expect(budget.take(0)).toBe(true);
});

test('the limit can be read', () => {
  expect(new ByteBudget(64).limit).toBe(64);
});
