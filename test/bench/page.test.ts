import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { benchmarks, plans } from '../../bench/benchmarks.js';
import { here } from '../../bench/paired.js';
import { aimOf, HEADS, UNEXPLAINED } from '../../bench/table.js';

const page = await readFile(here('../docs/benchmarks.md'), 'utf8');
const [head = [], , ...rows] = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.slice(2, -2).split(' | '));

test('the page has every row that is measured, in order, with its aim', () => {
  expect(head).toEqual(HEADS);
  expect(rows.map(([what, , , , aim]) => [what, aim])).toEqual(plans.map((plan) => [plan.what, aimOf(plan)]));
});

test('each row tells what its subjects took, and a ratio to each that it is compared with', () => {
  for (const [index, [what, measured = '', beside = '', ratios = '']] of rows.entries()) {
    const [first, ...others] = plans[index]?.subjects ?? [];
    expect(measured, what).toMatch(`${first} `);
    expect(
      beside.split('; ').map((cell) => cell.replace(/ \d.*/, '')),
      what,
    ).toEqual(others);
    for (const ratio of ratios.split('; '))
      expect(ratio, what).toMatch(/^× \d+\.\d\d \(\d+\.\d\d–\d+\.\d\d\)$/);
  }
});

test('what missed its aim is explained below the table as the code explains it, and nothing else is', () => {
  const missed = rows.filter((cells) => cells[5] !== 'yes').map(([what]) => what);
  const explained = [...page.matchAll(/^- \*\*(.+?)\*\*: (.+)$/gm)];
  const plansMissed = plans.filter(({ what }) => missed.includes(what));
  expect(explained.map(([, what, reason]) => [what, reason])).toEqual(
    plansMissed.map(({ what, reason }) => [what, reason ?? UNEXPLAINED]),
  );
});

test('no two benchmarks and no two rows have the same name', () => {
  for (const names of [benchmarks.map(({ name }) => name), plans.map(({ what }) => what)])
    expect(new Set(names).size).toBe(names.length);
});
