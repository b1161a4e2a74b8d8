import { createActor, type AnyStateNode } from 'xstate';
import { createTestModel } from 'xstate/graph';
import { afterEach, expect, test, vi } from 'vitest';
import { sessionMachine } from 'troupe/machines';
import { sessionLogic } from '../../../src/session/adapter-actor.js';
import { sessionSpec, specStates } from './session-spec.js';
import { sessionStand } from './session-stand.js';
import { walk } from '../states.js';

const model = createTestModel(sessionSpec);

type Path = ReturnType<typeof model.getShortestPaths>[number];
type Snapshot = Path['state'];

/** The specification has no state within a state. */
function nameOf({ value }: Snapshot): string {
  return value as string;
}

afterEach(() => void vi.restoreAllMocks());

/** One path for each step of the specification, whoever waits by then: the shortest that ends with it. */
function shortestPaths(): Path[] {
  const waiting = ({ value, context }: Snapshot): unknown => [value, context.pending];
  return model.getShortestPaths({
    serializeState: (state, event, before) =>
      JSON.stringify([waiting(state), event?.type, before && waiting(before)]),
  });
}

/** Such steps lead out of every state, or back into it; the shortest paths have tried them. */
const LEADS_OUT = /^owner stops|^process exits|limit passes$|^an hour passes$|^CLI refuses/;

/**
 * Paths in which no state comes twice. There are hundreds of thousands; these few hundred are those of a process that is
 * ready at once and lives on.
 */
function simplePaths(): Path[] {
  return model.getSimplePaths({
    serializeState: nameOf,
    filterEvents: (state, { type }) =>
      nameOf(state) === 'starting' ? type === 'CLI is ready' : !LEADS_OUT.test(type),
  });
}

/** Goes a path with a real session, and compares the two after each step. */
async function follow(path: Path): Promise<void> {
  const stand = sessionStand();
  // Of its own: in a path, states are those in which the model has met them first, by another way.
  const spec = createActor(sessionSpec).start();
  const compare = (state: Snapshot): void => {
    const expected = spec.getSnapshot();
    expect(nameOf(expected)).toBe(nameOf(state));
    const { meta, on } = specStates[nameOf(state)] ?? expect.unreachable();
    expect({ is: stand.state(), armed: stand.armed(), ...stand.observed() }).toEqual({
      is: meta.is,
      armed: Object.keys(on).flatMap(stand.limitOf),
      adapter: expected.context.adapter,
      callers: expected.context.callers.toSorted(),
    });
    expect(stand.breaches).toEqual([]);
  };
  const steps = Object.entries(stand.steps).map(([type, carryOut]) => {
    const step = (): Promise<void> => {
      spec.send({ type });
      return carryOut();
    };
    return [type, step] as const;
  });
  await path.test({
    events: Object.fromEntries(steps),
    states: {
      ...Object.fromEntries(Object.keys(specStates).map((name) => [name, compare])),
      // A state that nothing would compare.
      '*': (state) => expect.unreachable(nameOf(state)),
    },
  });
}

test('each step that a session may take does what the specification says, to the process and to those who wait', async () => {
  const paths = shortestPaths();
  expect(paths.length).toBeGreaterThan(300);
  // The model passes over what nobody carries out.
  expect(Object.keys(sessionStand().steps).toSorted()).toEqual(sessionSpec.events.toSorted());
  await Promise.all(paths.map(follow));
});

test('whatever order turns, questions, clears and interrupts come in, each step does what the specification says', async () => {
  const paths = simplePaths();
  expect(paths.length).toBeGreaterThan(400);
  await Promise.all(paths.map(follow));
});

test('the specification knows every event of the machine, and leads it through every transition', async () => {
  const transition = vi.spyOn(sessionLogic, 'transition');
  await Promise.all(shortestPaths().map(follow));
  const received = transition.mock.calls.map(([, { type }]) => type);
  expect(new Set(received)).toEqual(new Set(sessionMachine.events));

  const taken = transition.mock.calls.flatMap(([snapshot, event]) =>
    snapshot.status === 'active' ? sessionLogic.getTransitionData(snapshot, event) : [],
  );
  const inShort = ({ source, eventType }: { source: AnyStateNode; eventType: string }): string =>
    `${source.path.join('.')}: ${eventType}`;
  const all = [...walk(sessionMachine.root)].flatMap((node) => [...node.transitions.values()].flat());
  expect(new Set(taken.map(inShort))).toEqual(new Set(all.map(inShort)));
});
