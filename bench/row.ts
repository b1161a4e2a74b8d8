/** What a row of the table is about, said before anything is measured. */
export interface RowPlan {
  readonly what: string;
  readonly unit: Unit;
  /** Who is measured; the first is what the row is about, the others are what it is compared with. */
  readonly subjects: readonly [string, string, ...string[]];
  readonly aim: Aim;
  /** What is known of the reason; it is told where the aim is missed. */
  readonly reason?: string;
}

export type Unit = 'ms' | 'µs' | 'MB' | 'kB';

/** The most that the first subject may take: in units of the row, or as many times what another subject takes. */
export type Aim =
  { readonly most: number; readonly times?: undefined } | { readonly most: number; readonly times: string };

/** What every subject took in each round, all in the same order of rounds. */
export type Samples = Readonly<Record<string, readonly number[]>>;

/** A row as it came out. */
export interface Row {
  readonly plan: RowPlan;
  /** By subject. */
  readonly medians: Readonly<Record<string, number>>;
  /** What the first subject took beside each of the others. */
  readonly ratios: Readonly<Record<string, Spread>>;
  readonly isMet: boolean;
}

/** The middle of what was seen, and the quarter below and above which the rest lies. */
export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** What was measured in one round, behind what was measured before. */
export function append(before: Samples, next: Samples): Samples {
  return Object.fromEntries(
    Object.entries(next).map(([who, numbers]) => [who, [...(before[who] ?? []), ...numbers]]),
  );
}

/** Judges by the medians of the ratios within a round, as precisely as the table shows them. */
export function judge(plan: RowPlan, samples: Samples): Row {
  const [first, ...others] = plan.subjects;
  const of = (subject: string): readonly number[] => samples[subject] ?? [];
  const medians = Object.fromEntries(plan.subjects.map((subject) => [subject, spread(of(subject)).median]));
  const ratios = Object.fromEntries(
    others.map((other) => [other, spread(of(first).map((took, round) => took / (of(other)[round] ?? NaN)))]),
  );
  const reached = plan.aim.times === undefined ? medians[first] : ratios[plan.aim.times]?.median;
  return { plan, medians, ratios, isMet: Number((reached ?? NaN).toFixed(2)) <= plan.aim.most };
}

export function spread(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.round((sorted.length - 1) * part)] ?? NaN;
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}
