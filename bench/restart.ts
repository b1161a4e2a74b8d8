import { benchmark } from './benchmark.js';
import { here, pairedRuns, samples } from './paired.js';
import { realCliSubject } from './real-cli/subject.js';

const RESTARTS = 5;
const PROGRAM = 'own time';
const WHOLE = 'the whole restart';

/** What a restart takes of our own time: from the exit that was seen to the spawn, and from the answered handshake to ready. */
export const restart = benchmark({
  name: 'restart',
  rows: {
    own: {
      what: 'restart on the real CLI, no back-off: exit seen to spawn, and handshake answered to ready',
      unit: 'ms',
      subjects: [PROGRAM, WHOLE],
      aim: { most: 10 },
      reason:
        'Two looks through /proc for what the process left behind, one after the other, take about two thirds of it; they ' +
        'grow with the number of processes on the machine. The rest is the look at the transcript and code that seldom runs.',
    },
  },
  measure: async (round) => {
    await using subject = await realCliSubject({ restarts: RESTARTS });
    const runs = await pairedRuns({ [PROGRAM]: [here('restart/own-time.mjs')] }, round, subject.env);
    const of = (key: string): readonly number[] => samples(runs, key)[PROGRAM] ?? [];
    return { own: { [PROGRAM]: of('own'), [WHOLE]: of('whole') } };
  },
});
