import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deviations, type Deviation } from './not-applicable.js';

const page = readFileSync(new URL('../../docs/otp-deviations.md', import.meta.url), 'utf8');

const rowOf = ({ statements, otp, here, why }: Deviation) => [
  statements.map((number) => `S${number}`).join(', '),
  otp,
  here,
  why,
];

test('docs/otp-deviations.md tells each deviation, and no other', () => {
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| S'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows).toEqual(deviations.map(rowOf));
});
