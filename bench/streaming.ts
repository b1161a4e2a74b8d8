import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchmark } from './benchmark.js';
import { here, pairedRuns, samples } from './paired.js';
import { writePartialMessages } from './partial-messages.js';

const MESSAGES = 500_000;

/** Reading partial messages with `for await`: CPU time from the first message of the turn to its result. */
export const streaming = benchmark({
  name: 'streaming',
  rows: {
    cpu: {
      what: `${MESSAGES} partial messages: CPU of the host`,
      unit: 'ms',
      subjects: ['troupe', 'bare loop', 'official SDK'],
      aim: { most: 1.3, times: 'bare loop' },
      reason:
        'Beside what the bare loop does, each message is given to its prompt, looked through for tool calls, and held for ' +
        'its reader: less than a microsecond, and garbage to collect, which costs the more the busier the machine is.',
    },
  },
  measure: async (round) => {
    const directory = await mkdtemp(join(tmpdir(), 'troupe-bench-'));
    try {
      const COPY = join(directory, 'partial-messages.jsonl');
      await writePartialMessages(COPY, MESSAGES);
      const subjects = {
        'bare loop': [here('streaming/bare.mjs')],
        troupe: [here('streaming/troupe.mjs')],
        'official SDK': [here('streaming/official-sdk.mjs')],
      };
      const runs = await pairedRuns(subjects, round, { ...process.env, COPY });
      for (const [who, { count }] of Object.entries(runs)) {
        if (count !== MESSAGES) throw new Error(`${who} saw ${count} of ${MESSAGES} messages`);
      }
      return { cpu: samples(runs, 'cpu') };
    } finally {
      await rm(directory, { recursive: true });
    }
  },
});
