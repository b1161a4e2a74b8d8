import { expect, test } from 'vitest';
import { pairedRuns, rotated, samples } from '../../bench/paired.js';

/** A program that says when it ran. */
const clock = ['--eval', 'process.stdout.write(JSON.stringify({ at: performance.timeOrigin }))'];

test('each subject is run, one after the other, beginning with another in each round', async () => {
  const starts = async (round: number) => {
    const { one, other } = samples(await pairedRuns({ one: clock, other: clock }, round), 'at');
    return [one?.[0] ?? NaN, other?.[0] ?? NaN] as const;
  };
  const [first, second] = [await starts(1), await starts(2)];
  expect(first[0]).toBeGreaterThan(first[1]);
  expect(second[0]).toBeLessThan(second[1]);
  expect(Math.max(...first)).toBeLessThan(Math.min(...second));
});

test('each is the first in its turn', () => {
  expect([1, 2, 3].map((round) => rotated(['a', 'b', 'c'], round)[0])).toEqual(['b', 'c', 'a']);
});

test('a subject that fails ends the measurement', async () => {
  await expect(pairedRuns({ broken: ['--eval', 'process.exit(3)'] }, 1)).rejects.toThrow();
});
