/**
 * Spends one restart of the budget (S63): times older than the window are dropped, one exactly as old stays; more than
 * `maxRestarts` within it exceed the budget.
 */
export function spend(
  restarts: readonly number[],
  now: number,
  { maxRestarts, period }: { readonly maxRestarts: number; readonly period: number },
): { readonly restarts: readonly number[]; readonly exceeded: boolean } {
  const recent = [...restarts.filter((at) => at >= now - period), now];
  return { restarts: recent, exceeded: recent.length > maxRestarts };
}
