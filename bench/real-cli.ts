import type { MessagesApi } from '../src/testing/index.js';
import { benchmark } from './benchmark.js';
import { here, pairedRuns, samples } from './paired.js';
import type { Aim, RowPlan } from './row.js';
import { realCliSubject } from './real-cli/subject.js';
import { checkSameRequests } from './real-cli/same-requests.js';

const TURNS = 15;
const subjects = ['troupe', 'official SDK', 'bare floor'] as const;
const aim: Aim = { most: 1, times: 'official SDK' };

function row(what: string, reason: string): RowPlan {
  return { what: `real CLI, ${what}`, unit: 'ms', subjects, aim, reason };
}

const LOADING =
  'The import costs half of the official SDK’s. What comes with the first session (its options checked by zod; execa and the ' +
  'rest of our code loaded; all of that run for the first time) costs about as much again, before the CLI is spawned.';
const STARTING =
  'A start goes through mailbox, statechart, start gate and execa. It happens seldom, so most of that is code that Node has ' +
  'not compiled yet: a few ms, while the CLI takes hundreds.';
const TURN =
  'A turn goes through mailbox (p-queue) and statechart (XState), and what the CLI says is checked (zod); the official SDK ' +
  'has none of these. Most of it is code that Node has not compiled yet: where a query is made at once after another, as ' +
  'in the row of the query’s own path, it takes a tenth.';
const WALL =
  'The CLI is the same, and is asked the same; what differs is the CPU of the host, in the next row, while both cores are busy.';
const TURN_WALL =
  'Each prompt carries a uuid, by which its answer is known (the bare floor does the same, the official SDK does not): the ' +
  'CLI then writes three lines more, and takes about a tenth longer, as the bare floor without it shows. The rest is the CPU ' +
  'of the host, in the next row, while both cores are busy.';

/** The real CLI against a Messages API of ours: what a session and a turn take, and what of that the host's CPU. */
export const realCli = benchmark({
  name: 'real CLI',
  rows: {
    first: row('new host: import, start, first result: wall time', LOADING),
    firstCpu: row('new host: import, start, first result: CPU of the host', LOADING),
    later: row('running host: start to first result: wall time', WALL),
    laterCpu: row('running host: start to first result: CPU of the host', STARTING),
    turn: row('a warm turn: wall time', TURN_WALL),
    turnCpu: row('a warm turn: CPU of the host', TURN),
  },
  measure: async (round) => {
    await using subject = await realCliSubject({ turns: TURNS });
    const programs = {
      'bare floor': [here('real-cli/bare.mjs')],
      troupe: [here('real-cli/troupe.mjs')],
      'official SDK': [here('real-cli/official-sdk.mjs')],
    };
    const runs = await pairedRuns(programs, round, subject.env);
    checkRequests(subject.api, Object.keys(programs).length);
    return {
      first: samples(runs, 'first'),
      firstCpu: samples(runs, 'firstCpu'),
      later: samples(runs, 'later'),
      laterCpu: samples(runs, 'laterCpu'),
      turn: samples(runs, 'turn'),
      turnCpu: samples(runs, 'turnCpu'),
    };
  },
});

/** It is the same that they have the model asked, and no request too many. */
function checkRequests({ requests, refusals }: MessagesApi, runs: number): void {
  checkSameRequests(requests);
  const expected = runs * 2 * (1 + TURNS);
  if (requests.length !== expected || refusals.length > 0)
    throw new Error(`${requests.length} requests instead of ${expected}, and ${refusals.length} refused`);
}
