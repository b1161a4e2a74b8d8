import { benchmark } from './benchmark.js';
import { here, pairedRuns, samples } from './paired.js';
import type { Samples } from './row.js';

const NONE = 'no inspector';
const NO_OP = 'an observer that does nothing';
const NOBODY = 'statelyInspector, nobody connected';
const CLIENT = 'statelyInspector, one client';
const QUERIES = '10000';

function row(subject: string, most: number, reason?: string) {
  return {
    what: `a query, answered at once, with ${subject}: CPU`,
    unit: 'µs',
    subjects: [subject, NONE],
    aim: { most, times: NONE },
    ...(reason !== undefined && { reason }),
  } as const;
}

/** What a query takes that is watched, beside one that is not. */
export const inspecting = benchmark({
  name: 'inspection',
  rows: {
    nobody: row(
      NOBODY,
      1.1,
      'Nothing is attached while nobody is connected: it is the same code that runs, and the noise of the run.',
    ),
    // XState's own figure for an event of a machine with an observer.
    noOp: row(NO_OP, 2.5),
    // XState's own figure for an event with `@statelyai/inspect`, which is not even connected, is 11.
    client: row(CLIENT, 11),
  },
  measure: async (round) => {
    const path = here('in-process/query.mjs');
    const subjects = {
      [NONE]: [path, 'session', QUERIES],
      [NO_OP]: [path, 'no-op observer', QUERIES],
      [NOBODY]: [path, 'nobody connected', QUERIES],
      [CLIENT]: [path, 'one client', QUERIES],
    };
    const took = samples(await pairedRuns(subjects, round), 'query');
    const beside = (who: string): Samples => ({ [who]: took[who] ?? [], [NONE]: took[NONE] ?? [] });
    return { nobody: beside(NOBODY), noOp: beside(NO_OP), client: beside(CLIENT) };
  },
});
