import type { Benchmark } from './benchmark.js';
import { importing } from './importing.js';
import { inspecting } from './inspecting.js';
import { ownCost } from './own-cost.js';
import { realCli } from './real-cli.js';
import { restart } from './restart.js';
import type { RowPlan } from './row.js';
import { streaming } from './streaming.js';
import { supervision } from './supervision.js';

/** All of them, in the order of the table. */
export const benchmarks: readonly Benchmark[] = [
  streaming,
  importing,
  realCli,
  restart,
  ownCost,
  supervision,
  inspecting,
];

/** Every row that the table has. */
export const plans: readonly RowPlan[] = benchmarks.flatMap(({ rows }) => Object.values(rows));
