import { benchmark } from './benchmark.js';
import type { RowPlan, Samples } from './row.js';
import { coreLife } from './supervision/core-life.js';
import { scaling, type Life, type Sizes } from './supervision/scaling.js';
import { wholeLife } from './supervision/whole-life.js';

/**
 * A linear cost would be 100 times as much. A tree of 10 000 is a level deeper, and the garbage collector has more to go
 * through that lives: half as much again for each child, which does not grow any more from there on.
 */
const OF_THE_CORE = { few: 100, many: 10_000, most: 200 };
/** A linear cost would be 20 times as much. */
const OF_THE_WHOLE = { few: 100, many: 2_000, most: 30 };

interface Limits extends Sizes {
  readonly most: number;
}

function row(what: string, { few, many, most }: Limits): RowPlan {
  const [all, some] = [`${many} children`, `${few} children`];
  return {
    what: `${what}: all started, each crashed and restarted, all stopped: CPU`,
    unit: 'ms',
    subjects: [all, some],
    aim: { most, times: some },
  };
}

async function compare(life: Life, { few, many }: Limits): Promise<Samples> {
  const took = await scaling(life, { few, many });
  return { [`${few} children`]: [took.few], [`${many} children`]: [took.many] };
}

/** What many children cost beside few: the decisions and names alone, and supervisors as a whole. */
export const supervision = benchmark({
  name: 'supervision',
  rows: {
    core: row('a supervisor’s core and the registry', OF_THE_CORE),
    whole: row('a supervisor with its sessions, scripted', OF_THE_WHOLE),
  },
  measure: async () => ({
    core: await compare(coreLife, OF_THE_CORE),
    whole: await compare(wholeLife, OF_THE_WHOLE),
  }),
});
