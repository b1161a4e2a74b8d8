import { median } from './paired.js';
import { report, times, verdict } from './print.js';
import { coreLife } from './supervision/core-life.js';
import { FEW, MANY, MOST, scaling, type Life } from './supervision/scaling.js';
import { wholeLife } from './supervision/whole-life.js';

/** What many children cost beside few: the decisions and names alone, and supervisors as a whole. */
export async function supervision(rounds: number): Promise<void> {
  const lives: readonly (readonly [string, Life])[] = [
    ['core, registry', coreLife],
    ['whole, scripted', wholeLife],
  ];
  for (const [name, life] of lives) {
    process.stderr.write(`supervision: ${name}, ${rounds} rounds\n`);
    const took = await scaling(life, rounds);
    const ratio = median(took.map((round) => round.ratio));
    console.log(
      `\nCPU for ${FEW} and for ${MANY} children: all started, each crashed and restarted, all stopped`,
    );
    const cells = (['few', 'many'] as const).map((size) => median(took.map((round) => round[size])));
    report(name, [...cells.map((cpu) => `${cpu.toFixed(1)} ms`), times(ratio)]);
    verdict(`less than ${times(MOST)}`, ratio < MOST);
  }
}
