import type { Row, RowPlan, Spread, Unit } from './row.js';

/** Heads of the columns. */
export const HEADS = ['what', 'measured', 'beside', 'ratio (middle half)', 'aim', 'met'] as const;

/** The table in Markdown, and below it why an aim was missed. */
export function table(rows: readonly Row[]): string {
  const lines = [HEADS, HEADS.map(() => '---'), ...rows.map(cells)].map((line) => `| ${line.join(' | ')} |`);
  return [...lines, ...reasons(rows)].join('\n');
}

/** The cells of one row; those of its first and fifth column are known before anything is measured. */
export function cells({ plan, medians, ratios, isMet }: Row): readonly string[] {
  const [first, ...others] = plan.subjects;
  const measured = (subject: string): string => `${subject} ${amount(medians[subject] ?? NaN, plan.unit)}`;
  return [
    plan.what,
    measured(first),
    others.map(measured).join('; '),
    others.map((other) => times(ratios[other])).join('; '),
    aimOf(plan),
    isMet ? 'yes' : '**no**',
  ];
}

export function aimOf({ aim, unit }: Pick<RowPlan, 'aim' | 'unit'>): string {
  return aim.times === undefined ? `at most ${aim.most} ${unit}` : `at most × ${aim.most} of ${aim.times}`;
}

/** With as many digits as mean something. */
export function amount(value: number, unit: Unit): string {
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;
}

function times(spread: Spread | undefined): string {
  if (!spread) return '× ?';
  const [low, median, high] = [spread.low, spread.median, spread.high].map(digits);
  return `× ${median} (${low}–${high})`;
}

function digits(ratio: number): string {
  return ratio.toFixed(2);
}

function reasons(rows: readonly Row[]): readonly string[] {
  const missed = rows.filter(({ isMet }) => !isMet);
  return missed.flatMap(({ plan }) => ['', `- **${plan.what}**: ${plan.reason ?? UNEXPLAINED}`]);
}

export const UNEXPLAINED =
  'missed in this run; there is no known cause. Run it again, on a machine that does nothing else.';
