import { benchmark } from './benchmark.js';
import { here, pairedRuns, samples, type Subjects } from './paired.js';

// What is measured of the core is not published by itself: it is run from its sources.
const TSX = import.meta.resolve('tsx');

const QUERIES = '10000';

/** One program, told each time who is measured. */
function ways(program: string, names: readonly string[], ...more: string[]): Subjects {
  const path = here(`in-process/${program}.mjs`);
  return Object.fromEntries(
    names.map((name) => [name, ['--expose-gc', '--import', TSX, path, name, ...more]]),
  );
}

const event = ['statechart', 'core alone'] as const;
const query = ['session', 'adapter alone'] as const;
const kept = ['session', 'its actor alone'] as const;

/** What is our own in an event, a query and an idle session. The aims are shares of what a CLI takes for the same. */
export const ownCost = benchmark({
  name: 'own cost',
  rows: {
    event: {
      what: 'an event of a supervisor of 100 children: CPU',
      unit: 'µs',
      subjects: event,
      // A restart is three of them, and half a second of a core for the CLI that starts.
      aim: { most: 50 },
    },
    query: {
      what: 'a query through mailbox and machine, answered at once: CPU',
      unit: 'µs',
      subjects: query,
      // A hundredth of a warm turn against an API that answers at once.
      aim: { most: 300 },
    },
    kept: {
      what: 'an idle session without its process: heap',
      unit: 'kB',
      subjects: kept,
      // A two-thousandth of the memory of its CLI, which keeps about 100 MB to itself.
      aim: { most: 50 },
    },
  },
  measure: async (round) => ({
    event: samples(await pairedRuns(ways('supervisor-event', event), round), 'event'),
    query: samples(await pairedRuns(ways('query', query, QUERIES), round), 'query'),
    kept: samples(await pairedRuns(ways('memory', kept), round), 'kept'),
  }),
});
