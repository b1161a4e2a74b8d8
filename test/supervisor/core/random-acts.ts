import fc from 'fast-check';
import type { Exit } from '../../../src/supervisor/core/exit.js';
import type { CoreSpec, Flags } from '../../../src/supervisor/core/spec.js';
import { exitOf } from './core-fixture.js';

/**
 * What happens to a supervisor. `which` picks one of those to which it can happen then: what starts is ready or fails,
 * what is up dies, and what was told to stop does.
 */
export type Act =
  | { readonly act: 'begin' | 'stop' }
  | { readonly act: 'ready'; readonly which: number }
  | { readonly act: 'fail' | 'die' | 'obey'; readonly which: number; readonly exit: Exit }
  | { readonly act: 'call'; readonly call: Called }
  | {
      readonly act: 'stale';
      readonly which: number;
      readonly what: 'child.ready' | 'child.exited' | 'child.due' | 'round.due';
    }
  | { readonly act: 'pass'; readonly time: number }
  /** All goes well for a while. */
  | { readonly act: 'rest' };

type Called =
  | { readonly verb: 'startChild'; readonly spec: CoreSpec }
  | { readonly verb: 'terminateChild'; readonly child: string; readonly forget: boolean }
  | { readonly verb: 'deleteChild'; readonly child: string }
  | { readonly verb: 'restartChild'; readonly child: string; readonly live: boolean };

export interface Scenario {
  readonly flags: Flags;
  readonly specs: readonly CoreSpec[];
  readonly seed: number;
  readonly acts: readonly Act[];
}

/** Those that look like integers would be put into another order by a plain object. */
const IDS = ['b', '10', 'a', '9', '1'];
const which = fc.nat(9);

const flags: fc.Arbitrary<Flags> = fc
  .record({
    kind: fc.constantFrom('supervisor', 'supervisor', 'supervisor', 'dynamicSupervisor'),
    strategy: fc.constantFrom('one_for_one', 'one_for_all', 'rest_for_one'),
    maxRestarts: fc.oneof(fc.nat(5), fc.constant(1_000), fc.constant(1_000)),
    period: fc.constantFrom(1, 10, 100),
    autoShutdown: fc.constantFrom('never', 'never', 'never', 'any_significant', 'all_significant'),
    maxChildren: fc.constantFrom(0, 2, 3, Infinity),
  })
  .map((flags) =>
    flags.kind === 'supervisor'
      ? { ...flags, maxChildren: Infinity }
      : { ...flags, strategy: 'one_for_one', autoShutdown: 'never' },
  );

const spec = ({ autoShutdown }: Flags): fc.Arbitrary<CoreSpec> =>
  fc
    .record({
      id: fc.constantFrom(...IDS),
      type: fc.constantFrom('worker', 'supervisor'),
      restart: fc.constantFrom('permanent', 'permanent', 'permanent', 'transient', 'temporary'),
      significant: fc.boolean(),
      backOff: fc.record({
        initial: fc.constantFrom(0, 3, 10),
        factor: fc.constantFrom(1, 2),
        max: fc.constantFrom(0, 20),
        jitter: fc.constantFrom(0, 0.5, 1),
      }),
      stableAfter: fc.constantFrom(0, 5, 50, Infinity),
      maxConsecutive: fc.constantFrom(1, 3, 5, Infinity, Infinity, Infinity, Infinity, Infinity),
    })
    .map((spec) => ({
      ...spec,
      significant: spec.significant && spec.restart !== 'permanent' && autoShutdown !== 'never',
    }));

const exit: fc.Arbitrary<Exit> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(exitOf('abnormal')) },
  { weight: 1, arbitrary: fc.constant(exitOf('abnormal', { mendable: false })) },
  { weight: 1, arbitrary: fc.constant(exitOf('abnormal', { forced: true })) },
  { weight: 2, arbitrary: fc.constant(exitOf('normal')) },
  { weight: 2, arbitrary: fc.constant(exitOf('shutdown')) },
);

const call = (flags: Flags): fc.Arbitrary<Called> => {
  const child = fc.constantFrom(...IDS);
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ verb: fc.constant('startChild'), spec: spec(flags) }) },
    { weight: 3, arbitrary: fc.record({ verb: fc.constant('terminateChild'), child, forget: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ verb: fc.constant('deleteChild'), child }) },
    { weight: 4, arbitrary: fc.record({ verb: fc.constant('restartChild'), child, live: fc.boolean() }) },
  );
};

const act = (flags: Flags): fc.Arbitrary<Act> => {
  const what = fc.constantFrom('child.ready', 'child.exited', 'child.due', 'round.due');
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ act: fc.constant('ready'), which }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('fail'), which, exit }) },
    { weight: 7, arbitrary: fc.record({ act: fc.constant('die'), which, exit }) },
    { weight: 6, arbitrary: fc.record({ act: fc.constant('obey'), which, exit }) },
    { weight: 8, arbitrary: fc.record({ act: fc.constant('call'), call: call(flags) }) },
    { weight: 3, arbitrary: fc.record({ act: fc.constant('stale'), which, what }) },
    { weight: 5, arbitrary: fc.record({ act: fc.constant('pass'), time: fc.constantFrom(1, 3, 10, 60) }) },
    { weight: 3, arbitrary: fc.record({ act: fc.constant('rest') }) },
  );
};

/** A supervisor with up to five children, and what happens to it; one in three is stopped in the middle. */
export const scenario: fc.Arbitrary<Scenario> = flags.chain((flags) => {
  const count = flags.kind === 'dynamicSupervisor' ? 0 : IDS.length;
  const specs = fc.uniqueArray(spec(flags), {
    selector: ({ id }) => id,
    minLength: Math.min(count, 2),
    maxLength: count,
  });
  const some = (most: number): fc.Arbitrary<Act[]> => fc.array(act(flags), { maxLength: most });
  const sometimes = <T>(often: T, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> =>
    fc.oneof({ weight: 2, arbitrary: fc.constant(often) }, { weight: 1, arbitrary });
  const acts = fc
    .record({
      before: sometimes([], some(2)),
      start: sometimes<Act[]>([{ act: 'rest' }], some(6)),
      during: fc.array(act(flags), { minLength: 10, maxLength: 50 }),
      end: sometimes(
        [],
        fc.tuple(fc.constant<Act>({ act: 'stop' }), some(10)).map(([stop, acts]) => [stop, ...acts]),
      ),
    })
    .map(({ before, start, during, end }): Act[] => [
      ...before,
      { act: 'begin' },
      ...start,
      ...during,
      ...end,
    ]);
  return fc.record({ flags: fc.constant(flags), specs, seed: fc.integer(), acts });
});
