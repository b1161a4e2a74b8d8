import { assign } from 'xstate';

/** What is observed in one step. */
export interface Observed {
  /** What the adapter is told, in order. */
  readonly adapter?: readonly string[];
  /** What those who wait are told, in any order. */
  readonly callers?: readonly string[];
  /** What they are going to be told when the process is gone, however it goes. */
  readonly pending?: readonly string[];
}

export type SpecContext = Required<Observed>;

/** Who waits in a state, and for what. */
export interface Waiting {
  readonly start?: true;
  readonly turn?: 'query' | 'clear' | undefined;
  /** What the turn has come to already, though nobody was told. */
  readonly settledAs?: string;
  readonly interrupt?: true;
}

/** One way in which a turn may end that was interrupted. */
export interface End {
  /** Who is told at once. */
  readonly callers?: readonly string[];
  /** What whoever interrupted is told when all is over. */
  readonly interrupt: 'interrupted' | 'nothing_running';
  readonly leadsTo: 'ready' | 'cleared';
  /** What whoever waits for the turn is told when all is over. */
  readonly settledAs?: string;
}

export type Transitions = Readonly<Record<string, object>>;

export interface SpecState {
  /** The state that the real machine is in. */
  readonly meta: { readonly is: string };
  readonly on: Transitions;
}

export function to(target: string, { adapter = [], callers = [], pending = [] }: Observed = {}): object {
  return { target, reenter: true, actions: assign({ adapter, callers, pending }) };
}

/** As `to`, where those who waited are told at last. */
export function gone(target: string, adapter: readonly string[] = []): object {
  return {
    target,
    actions: assign(({ context }: { readonly context: SpecContext }) => ({
      adapter,
      callers: context.pending,
      pending: [],
    })),
  };
}

/** As `to`, where those who wait go on waiting. */
export function meanwhile(target: string, adapter: readonly string[]): object {
  return { target, reenter: true, actions: assign({ adapter, callers: [] }) };
}

/**
 * The owner stops what is being killed: who would be told of that is told of the stop instead, a clear when the process is
 * gone and others at once.
 */
export function stopWhileKilled(target: string): object {
  const told: Readonly<Record<string, string>> = {
    'query: unresponsive': 'query: stopped',
    'ready: control_timeout': 'ready: stopped',
  };
  return {
    target,
    actions: assign(({ context: { pending } }: { readonly context: SpecContext }) => ({
      adapter: ['stop 0'],
      callers: pending.flatMap((each) => told[each] ?? []),
      pending: [
        ...pending
          .filter((each) => !(each in told))
          .map((each) => (each === 'clear: unresponsive' ? 'clear: stopped' : each)),
        'stop: done',
      ],
    })),
  };
}

/** A state in which the process lives: with what may happen in each of those. */
export function living(is: string, waiting: Waiting, others: Transitions): SpecState {
  const { start, turn, settledAs } = waiting;
  // A query is told at once that it was stopped; what had come to something before, when nothing of its turn runs any more.
  const isToldAtOnce = turn === 'query' && settledAs === undefined;
  const told = [...(isToldAtOnce ? ['query: stopped'] : []), ...(start ? ['ready: stopped'] : [])];
  const pending = [
    ...outcomes(isToldAtOnce ? { ...waiting, turn: undefined } : waiting, 'stopped'),
    'stop: done',
  ];
  return {
    meta: { is },
    on: {
      'owner stops': to('stopping', { adapter: ['stop 5000'], callers: told, pending }),
      'owner stops, the adapter fails': to('goneStopped', {
        adapter: ['stop 5000', 'stop 0'],
        callers: [...told, ...pending],
      }),
      'process exits': to('goneCrashed', {
        callers: [...(start ? ['ready: crashed'] : []), ...outcomes(waiting, 'crashed')],
      }),
      ...others,
    },
  };
}

/** The CLI does not react: it is killed, and those who wait are told when it is gone. */
export function unresponsive(waiting: Waiting): object {
  return to('killingUnresponsive', { adapter: ['stop 0'], pending: outcomes(waiting, 'unresponsive') });
}

/**
 * The states of a turn that was interrupted: the answer to the interrupt and the end of the turn are both awaited, in
 * either order, and turns of the CLI's own may come and go behind it.
 */
export function interrupted(
  name: string,
  waiting: Waiting,
  ends: Readonly<Record<string, End>>,
): Readonly<Record<string, SpecState>> {
  const limit = { 'interrupt limit passes': unresponsive(waiting) };
  const asked = living('querying.interrupting.asked', waiting, {
    ...limit,
    'CLI takes the interrupt': to(`${name}:taken`),
    'CLI refuses the interrupt': to(`${name}:taken`),
    ...eachOf(ends, (end, event) => to(`${name}:${event}`, { callers: end.callers ?? [] })),
  });
  const taken = living('querying.interrupting.answered', waiting, {
    ...limit,
    ...eachOf(ends, (end) =>
      to(end.leadsTo, { callers: [...(end.callers ?? []), ...outcomes(after(waiting, end), end.interrupt)] }),
    ),
  });
  const ended = Object.entries(ends).flatMap(([event, end]) =>
    Object.entries(endedFirst(`${name}:${event}`, after(waiting, end), end)),
  );
  return { [name]: asked, [`${name}:taken`]: taken, ...Object.fromEntries(ended) };
}

/** The turn is over before the answer to its interrupt has come. */
function endedFirst(name: string, waiting: Waiting, end: End): Readonly<Record<string, SpecState>> {
  const is = `querying.interrupting.${end.leadsTo === 'ready' ? 'ended' : 'clearedFirst'}`;
  const callers = outcomes(waiting, end.interrupt);
  return {
    [name]: living(is, waiting, {
      'interrupt limit passes': unresponsive(waiting),
      'CLI takes the interrupt': to(end.leadsTo, { callers }),
      'CLI begins a turn': to(`${name}:own`),
    }),
    [`${name}:own`]: living(is, waiting, {
      'interrupt limit passes': unresponsive(waiting),
      'CLI takes the interrupt': to('ownTurn', { callers }),
      'CLI ends its turn': to(name),
    }),
  };
}

/** Who waits still when a turn has ended so. */
function after({ interrupt, turn, settledAs }: Waiting, end: End): Waiting {
  const known = settledAs ?? end.settledAs;
  return { ...(interrupt && { interrupt }), ...(turn && known !== undefined && { turn, settledAs: known }) };
}

/** What those who wait are told at an end of this kind. */
function outcomes({ turn, settledAs, interrupt }: Waiting, kind: string): string[] {
  const isOver = kind === 'interrupted' || kind === 'nothing_running';
  return [
    ...(turn ? [`${turn}: ${settledAs ?? kind}`] : []),
    ...(interrupt ? [`interrupt: ${isOver ? kind : 'killed'}`] : []),
  ];
}

function eachOf<T>(record: Readonly<Record<string, T>>, map: (value: T, key: string) => object): Transitions {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
