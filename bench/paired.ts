import { execFileSync } from 'node:child_process';

/** Numbers that one run of a subject prints. */
export type Run = Readonly<Record<string, number>>;

/** A subject by its name: what to run it with. */
export type Subjects = Readonly<Record<string, readonly string[]>>;

/** Runs every subject once a round, one after the other, so that whatever else the machine does meets all of them. */
export function pairedRuns(
  what: string,
  subjects: Subjects,
  rounds: number,
  env: NodeJS.ProcessEnv = process.env,
): Map<string, Run[]> {
  const runs = new Map<string, Run[]>(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    process.stderr.write(`${what}: round ${round} of ${rounds}\n`);
    for (const [name, argv] of Object.entries(subjects)) {
      const printed = execFileSync(process.execPath, argv, { encoding: 'utf8', env });
      runs.get(name)?.push(JSON.parse(printed) as Run);
    }
  }
  return runs;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Median of what one subject took, each time divided by what the other took in the same round. */
export function ratio(runs: readonly Run[], to: readonly Run[], key: string): number {
  return median(runs.map((run, round) => (run[key] ?? NaN) / (to[round]?.[key] ?? NaN)));
}
