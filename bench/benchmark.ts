import type { RowPlan, Samples } from './row.js';

/** Something that is measured, and the rows that come of it. */
export interface Benchmark<Rows extends string = string> {
  readonly name: string;
  readonly rows: Readonly<Record<Rows, RowPlan>>;
  /** Measures all subjects in turn, and tells what each row's subjects took. Rounds are counted from 1. */
  readonly measure: (round: number) => Promise<Readonly<Record<Rows, Samples>>>;
}

/** Lets the compiler see that what is measured is what the rows are about. */
export function benchmark<const Rows extends string>(made: Benchmark<Rows>): Benchmark {
  return made;
}
