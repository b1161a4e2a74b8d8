/** Carries out the whole life of a supervisor with so many children. */
export type Life = (children: number) => unknown;

/** A number for few children, and one for many. */
export interface Sizes {
  readonly few: number;
  readonly many: number;
}

/**
 * What both sizes take, in ms of CPU time. The small one is lived through as many times as makes it as long, in theory, as
 * the large one: what else the machine does then meets both.
 */
export async function scaling(life: Life, { few, many }: Sizes): Promise<Sizes> {
  const lives = many / few;
  return { few: (await cpuOf(life, few, lives)) / lives, many: await cpuOf(life, many, 1) };
}

async function cpuOf(life: Life, children: number, lives: number): Promise<number> {
  const before = process.cpuUsage();
  for (let lived = 0; lived < lives; lived += 1) await life(children);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
