import type { Benchmark } from './benchmark.js';
import { conditions, type Conditions } from './machine.js';
import { append, judge, type Row, type Samples } from './row.js';

export interface MeasureOptions {
  readonly rounds: number;
  /** Is told what comes next. */
  readonly onStep: (step: string) => void;
  /** In ms; where time comes from. */
  readonly now?: () => number;
}

export interface Measured {
  readonly rows: readonly Row[];
  readonly conditions: Conditions;
}

/** With the build before it, all is to end within ten minutes, also on a machine that others use: then it has fewer rounds. */
const LONGEST = 8 * 60_000;

/** Measures everything round by round. */
export async function measureAll(
  benchmarks: readonly Benchmark[],
  { rounds, onStep, now = () => performance.now() }: MeasureOptions,
): Promise<Measured> {
  const before = await conditions();
  const begin = now();
  const seen = benchmarks.map(({ rows }) => Object.keys(rows).map((): Samples => ({})));
  let round = 0;
  // One more like those before still has to fit.
  while (round < rounds && (now() - begin) * (1 + 1 / Math.max(1, round)) <= LONGEST) {
    round += 1;
    for (const [index, { name, rows, measure }] of benchmarks.entries()) {
      onStep(`round ${round} of ${rounds}: ${name}`);
      const took = await measure(round);
      seen[index] = Object.keys(rows).map((row, at) => append(seen[index]?.[at] ?? {}, took[row] ?? {}));
    }
  }
  return {
    rows: benchmarks.flatMap(({ rows }, index) =>
      Object.values(rows).map((plan, at) => judge(plan, seen[index]?.[at] ?? {})),
    ),
    conditions: { ...before, rounds: String(round) },
  };
}
