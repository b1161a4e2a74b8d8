import { readdirSync, readFileSync } from 'node:fs';
import { StateMachine, type AnyStateMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import * as exported from 'troupe/machines';
import { walk } from '../states.js';
import { transitionsOf } from './picture.js';
import { problemsOf } from './problems-of.js';

const folder = new URL('../../../machines/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.machine.ts'));

/** The machine of a file: each has one, and nothing else that runs. */
async function machineOf(file: string): Promise<AnyStateMachine> {
  const values = Object.values((await import(new URL(file, folder).href)) as object) as unknown[];
  expect(values).toEqual([expect.any(StateMachine)]);
  return values[0] as AnyStateMachine;
}

test('there are machines to look at', () => {
  expect(files).toEqual(expect.arrayContaining(['session.machine.ts', 'supervisor.machine.ts']));
});

describe.each(files)('%s', (file) => {
  test('is read by the editor as it runs, state by state and transition by transition', async () => {
    const source = readFileSync(new URL(file, folder), 'utf8');
    expect(problemsOf(source, await machineOf(file))).toEqual([]);
  });

  test('is exported from troupe/machines, under the name of its file', async () => {
    const machine = await machineOf(file);
    expect(Object.values(exported)).toContain(machine);
    expect(`${machine.id}.machine.ts`).toBe(file);
  });

  test('describes each of its states, and each of its events at least once', async () => {
    const nodes = [...walk((await machineOf(file)).root)];
    expect(nodes.filter(({ description }) => !description).map(({ id }) => id)).toEqual([]);
    const transitions = nodes.flatMap(transitionsOf);
    const described = new Set(
      transitions.flatMap((each) => (each.description ? [String(each.eventType)] : [])),
    );
    expect(transitions.map((each) => String(each.eventType)).filter((type) => !described.has(type))).toEqual(
      [],
    );
  });

  test('names each implementation that it has, and no other', async () => {
    const { root, implementations } = await machineOf(file);
    const nodes = [...walk(root)];
    const transitions = nodes.flatMap(transitionsOf);
    const named = {
      actions: [
        nodes.flatMap(({ entry, exit }) => [entry, exit]),
        transitions.map(({ actions }) => actions),
      ].flat(2),
      guards: transitions.map(({ guard }) => guard as unknown),
      delays: nodes.flatMap(({ after }) => after.map(({ delay }) => delay as unknown)),
      actors: nodes.flatMap(({ invoke }) => invoke.map(({ src }) => src)),
    };
    for (const [kind, uses] of Object.entries(named)) {
      const has = Object.keys(implementations[kind as keyof typeof named]);
      expect(new Set(namesOf(uses)), kind).toEqual(new Set(has));
    }
  });
});

function namesOf(uses: readonly unknown[]): string[] {
  return uses.flatMap((use) => {
    const name = typeof use === 'string' ? use : (use as { readonly type?: string } | undefined)?.type;
    // XState's own actions arm and disarm its timers.
    return name === undefined || name.startsWith('xstate.') ? [] : [name];
  });
}
