import { benchmark } from './benchmark.js';
import { here, pairedRuns, samples } from './paired.js';

const reason =
  'What is imported is XState, p-queue, as much of zod as is used, and our own code, in a dozen files.';
const subjects = ['troupe', 'official SDK'] as const;

/** Importing the root entry, in a process that has done nothing else. */
export const importing = benchmark({
  name: 'import',
  rows: {
    time: {
      what: 'import of the root entry: time',
      unit: 'ms',
      subjects,
      aim: { most: 1, times: 'official SDK' },
      reason,
    },
    memory: {
      what: 'import of the root entry: memory',
      unit: 'MB',
      subjects,
      aim: { most: 1, times: 'official SDK' },
      reason,
    },
  },
  measure: async (round) => {
    const subject = (entry: string): string[] => [here('import.mjs'), here(entry)];
    const programs = {
      troupe: subject('../dist/src/index.js'),
      'official SDK': subject('node_modules/@anthropic-ai/claude-agent-sdk/sdk.mjs'),
    };
    const runs = await pairedRuns(programs, round);
    return { time: samples(runs, 'time'), memory: samples(runs, 'memory') };
  },
});
