/** Carries out the whole life of a supervisor with so many children. */
export type Life = (children: number) => unknown;

export const FEW = 100;
export const MANY = 2_000;
/** What {@link MANY} children may take beside {@link FEW}; linear would be 20. */
export const MOST = 30;

/** What one round took, in ms of CPU time for each size, and how they compare. */
export interface Round {
  readonly few: number;
  readonly many: number;
  readonly ratio: number;
}

/**
 * Compares both sizes, round by round, after one that only warms up. The small one is lived through as many times as makes
 * it as long, in theory, as the large one: what else the machine does then meets both.
 */
export async function scaling(life: Life, rounds: number): Promise<readonly Round[]> {
  const lives = MANY / FEW;
  const took: Round[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const few = (await cpuOf(life, FEW, lives)) / lives;
    const many = await cpuOf(life, MANY, 1);
    took.push({ few, many, ratio: many / few });
  }
  return took.slice(1);
}

async function cpuOf(life: Life, children: number, lives: number): Promise<number> {
  const before = process.cpuUsage();
  for (let lived = 0; lived < lives; lived += 1) await life(children);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
