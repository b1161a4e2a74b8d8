import { expect, test } from 'vitest';
import { benchmark } from '../../bench/benchmark.js';
import { measureAll } from '../../bench/measure-all.js';

const MINUTE = 60_000;

/** Two benchmarks, of which each takes so many minutes a round. */
function twoBenchmarks(minutes: number) {
  let now = 0;
  const steps: string[] = [];
  const made = ['first', 'second'].map((name) =>
    benchmark({
      name,
      rows: {
        row: { what: name, unit: 'ms', subjects: ['ours', 'theirs'], aim: { most: 1, times: 'theirs' } },
      },
      measure: (round) => {
        now += minutes * MINUTE;
        return Promise.resolve({ row: { ours: [10 * round], theirs: [10] } });
      },
    }),
  );
  return { made, steps, options: { onStep: (step: string) => void steps.push(step), now: () => now } };
}

test('all are measured in each round, and each row is judged by all rounds', async () => {
  const { made, steps, options } = twoBenchmarks(0);
  const { rows, conditions } = await measureAll(made, { rounds: 3, ...options });
  expect(steps).toEqual(
    [1, 2, 3].flatMap((round) => [`round ${round} of 3: first`, `round ${round} of 3: second`]),
  );
  expect(rows.map(({ plan, ratios }) => [plan.what, ratios.theirs])).toEqual([
    ['first', { low: 2, median: 2, high: 3 }],
    ['second', { low: 2, median: 2, high: 3 }],
  ]);
  expect(conditions.rounds).toBe('3');
});

test('no round is begun that would not end within eight minutes, and it is told how many there were', async () => {
  const { made, steps, options } = twoBenchmarks(1);
  const { conditions } = await measureAll(made, { rounds: 7, ...options });
  expect(conditions.rounds).toBe('4');
  expect(steps).toHaveLength(8);
});

test('one round there is in any case', async () => {
  const { made, options } = twoBenchmarks(30);
  expect((await measureAll(made, { rounds: 7, ...options })).conditions.rounds).toBe('1');
});
