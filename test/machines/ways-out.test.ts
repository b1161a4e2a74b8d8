import {
  getNextTransitions,
  initialTransition,
  transition,
  type AnyStateNode,
  type SnapshotFrom,
} from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { describe, expect, test } from 'vitest';
import {
  sessionMachine,
  supervisorMachine,
  type AdapterLink,
  type SupervisorCore,
  type SupervisorLink,
} from 'troupe/machines';
import { limitsOf } from '../../src/session/limits.js';
import { walk } from './states.js';

type SessionSnapshot = SnapshotFrom<typeof sessionMachine>;

/** Far more than there are: a machine whose values do not end fails, and does not run for ever. */
const limit = 10_000;

const link: AdapterLink = {
  open: () => undefined,
  obey: () => undefined,
  abandon: () => undefined,
  toJSON: () => '',
};
const input = { link, limits: limitsOf({}).machine };

/** States that may last, and for whose sake. */
const MAY_LAST: Readonly<Record<string, string>> = {
  ready: 'whoever uses the session',
  cleared: 'whoever uses the session',
  'querying.awaitingPermission': 'a person',
};

function pathOf({ path }: AnyStateNode): string {
  return path.join('.');
}

/** The states that a snapshot is in, from the outermost to the innermost. */
function statesIn(snapshot: { readonly value: unknown }): string[] {
  const within = (value: unknown, before: readonly string[]): string[] => {
    if (typeof value === 'string') return [[...before, value].join('.')];
    return Object.entries(value as object).flatMap(([key, inner]) => [
      [...before, key].join('.'),
      ...within(inner, [...before, key]),
    ]);
  };
  return within(snapshot.value, []);
}

function stateOf(snapshot: SessionSnapshot): string {
  return statesIn(snapshot).at(-1) ?? '';
}

/** Each state of the session machine once, as it can be reached by any events in any order. */
function sessionStates(): SessionSnapshot[] {
  return getShortestPaths(sessionMachine, {
    input,
    limit,
    serializeState: ({ value }) => JSON.stringify(value),
  }).map(({ state }) => state);
}

/** The events that lead on from here. */
function eventsOf(snapshot: SessionSnapshot): string[] {
  return getNextTransitions(snapshot).map(({ eventType }: { readonly eventType: string }) => eventType);
}

function timersOf(snapshot: SessionSnapshot): string[] {
  return eventsOf(snapshot).filter((type) => type.startsWith('xstate.after.'));
}

/** Where one gets from here, if nothing happens but that time passes; each timer is followed. */
function whereTimeLeads(snapshot: SessionSnapshot, before: readonly string[] = []): string[] {
  const state = stateOf(snapshot);
  if (before.includes(state)) return [`${[...before, state].join(' > ')} > …`];
  const timers = timersOf(snapshot);
  if (timers.length === 0) return [state];
  return timers.flatMap((type) => {
    const [next] = transition(sessionMachine, snapshot, { type } as never);
    return whereTimeLeads(next, [...before, state]);
  });
}

describe('the session machine', () => {
  test('has no state that cannot be reached', () => {
    const reached = new Set(sessionStates().flatMap(statesIn));
    const all = [...walk(sessionMachine.root)].map(pathOf).filter((path) => path !== '');
    expect(all.length).toBeGreaterThan(15);
    expect(all.filter((path) => !reached.has(path))).toEqual([]);
  });

  test('has a timer, by name, in each state that waits for the CLI or the operating system', () => {
    const waiting = sessionStates().filter(({ status }) => status === 'active');
    const untimed = waiting.filter((state) => timersOf(state).length === 0).map(stateOf);
    expect(untimed.toSorted()).toEqual(Object.keys(MAY_LAST).toSorted());

    const named = Object.keys(sessionMachine.implementations.delays);
    const delays = [...walk(sessionMachine.root)].flatMap(({ after }) =>
      after.map(({ delay }): unknown => delay),
    );
    expect(new Set(delays)).toEqual(new Set(named));
  });

  test('is led by nothing but time from each of these states to its end, and never round in a circle', () => {
    const waiting = sessionStates().filter(
      (state) => state.status === 'active' && !(stateOf(state) in MAY_LAST),
    );
    expect(waiting.length).toBeGreaterThan(8);
    const ends = waiting.map((state) => [stateOf(state), ...new Set(whereTimeLeads(state))]);
    expect(ends).toEqual(waiting.map((state) => [stateOf(state), 'stopped']));
  });

  test('has each limit within a time that is known, with the options that nobody has set', () => {
    const [snapshot] = initialTransition(sessionMachine, input);
    const { limits, turnLimit, stopLimit } = snapshot.context;
    const { start, turn, interrupt, control, stop } = limits;
    expect(Math.max(start, turn, interrupt, control, stop, turnLimit, stopLimit)).toBeLessThanOrEqual(
      300_000,
    );
  });

  test('is led out of a question by the person, by an interrupt, by a stop and by the exit', () => {
    const asked = sessionStates().find((state) => stateOf(state) === 'querying.awaitingPermission');
    expect(asked && eventsOf(asked)).toEqual(
      expect.arrayContaining([
        'permission.settled',
        'interrupt.requested',
        'stop.requested',
        'adapter.exited',
      ]),
    );
  });
});

describe('the supervisor machine', () => {
  /** Decides that the first phase is over at any news of a child, and the last one too. */
  const NEXT = {
    new: 'starting',
    starting: 'running',
    running: 'stopping',
    stopping: 'stopped',
    stopped: 'stopped',
  } as const;
  const supervisorLink: SupervisorLink = {
    decide: ({ phase }) => ({ core: { phase: NEXT[phase] }, effects: [] }),
    open: () => undefined,
    carryOut: () => undefined,
    abandon: () => undefined,
    toJSON: () => '',
  };
  const core: SupervisorCore = { phase: 'new' };

  // Its states wait for children, and for nothing else. A child is a session, whose states have the timers above, or
  // again a supervisor; and a timer of its own would end a supervisor whose child only takes its time.
  test('has no timer: what a child says, whose own states have timers, leads from each of its states to its end', () => {
    expect([...walk(supervisorMachine.root)].flatMap(({ after }) => after)).toEqual([]);
    const told = { type: 'child.exited', id: 'a', incarnation: 1, exit: {} } as const;
    let [snapshot] = initialTransition(supervisorMachine, { link: supervisorLink, core });
    const seen = [snapshot.value];
    while (snapshot.status === 'active' && seen.length < 10) {
      [snapshot] = transition(supervisorMachine, snapshot, told);
      seen.push(snapshot.value);
    }
    expect(seen).toEqual(['starting', 'running', 'stopping', 'stopped']);
  });
});
