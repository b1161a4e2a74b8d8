import { expect, test, vi } from 'vitest';
import { createSystem } from 'troupe';
import type { ShownActor } from '../../src/base/shown-actor.js';
import { stage } from '../session/live-fixture.js';
import { echo } from '../session/own-fixture.js';

interface Shown {
  readonly type: string;
  readonly actorRef: ShownActor;
  readonly snapshot?: { readonly value?: unknown };
}

const pathOf = ({ id, _parent }: ShownActor): string => (_parent ? `${pathOf(_parent)}/${id}` : id);

/** What is shown, in short: actors by their paths, and states as they are come to. */
function watcher() {
  const actors: string[] = [];
  const states: string[] = [];
  const complete = vi.fn();
  return {
    actors,
    states,
    complete,
    next: (event: object) => {
      const { type, actorRef, snapshot } = event as Shown;
      if (type === '@xstate.actor') actors.push(pathOf(actorRef));
      if (type !== '@xstate.snapshot' || snapshot?.value === undefined) return;
      const state = `${actorRef.id} ${JSON.stringify(snapshot.value).replaceAll(/[{}"]/g, '')}`;
      if (states.at(-1) !== state) states.push(state);
    },
  };
}

const TREE = {
  name: 'top',
  children: [
    { name: 'a' },
    { type: 'supervisor', name: 'inner', children: [{ id: 'b', name: 'bee' }, { id: 'nameless' }] },
  ],
} as const;

const GROWN = [
  'system',
  'system/top#1',
  'system/top#1/children',
  'system/top#1/a#1',
  'system/top#1/a#1/adapter',
  'system/top#1/inner#1',
  'system/top#1/inner#1/children',
  'system/top#1/inner#1/bee#1',
  'system/top#1/inner#1/bee#1/adapter',
  'system/top#1/inner#1/nameless#1',
  'system/top#1/inner#1/nameless#1/adapter',
  'system/alone#1',
  'system/alone#1/adapter',
];

async function grown(inspect?: ReturnType<typeof watcher>) {
  const all = stage(echo, inspect ? { inspect } : {});
  await all.system.startSupervisor(TREE);
  await all.start({ name: 'alone' }).ready();
  return all;
}

test('supervisors, sessions and their adapters are shown as one tree, by name and incarnation', async () => {
  const early = watcher();
  const { system } = await grown(early);
  expect(early.actors).toEqual(GROWN);
  const late = watcher();
  system.inspect(late);
  expect(late.actors).toEqual(GROWN);
});

test('a restarted session is another actor in the same place, and the old one is shown to its end', async () => {
  const { system, backend, clock } = await grown();
  const seen = watcher();
  system.inspect(seen);
  seen.actors.length = 0;
  seen.states.length = 0;
  backend.adapters[0]?.crash();
  await vi.waitUntil(() => clock.pending > 0);
  await clock.advance(30_000);
  await system.getSession('a').ready();
  expect(seen.actors).toEqual(['system/top#1/a#2', 'system/top#1/a#2/adapter']);
  expect(seen.states.filter((state) => state.startsWith('a#'))).toEqual([
    'a#1 stopped',
    'a#2 initializing:handshaking',
    'a#2 ready',
  ]);
  const late = watcher();
  system.inspect(late);
  expect(late.actors).toEqual(expect.arrayContaining(['system/top#1/a#2']));
  expect(late.actors).not.toContain('system/top#1/a#1');
});

test('what is asked while somebody looks on is shown, and nothing is once he has left', async () => {
  const { system } = await grown();
  const seen = watcher();
  const leave = system.inspect(seen);
  seen.states.length = 0;
  await system.getSession('alone').query('hello');
  expect(seen.states).toEqual(['alone#1 querying:streaming', 'alone#1 ready']);
  leave();
  await system.getSession('alone').query('hello again');
  expect(seen.states).toHaveLength(2);
});

test('who comes later is not shown what is over, be it a session or a supervisor', async () => {
  const { system } = await grown();
  await system.getSupervisor('inner').stop();
  await system.getSession('alone').stop();
  const late = watcher();
  system.inspect(late);
  expect(late.actors).toEqual([
    'system',
    'system/top#1',
    'system/top#1/children',
    'system/top#1/a#1',
    'system/top#1/a#1/adapter',
  ]);
});

test('`complete` is told when all has stopped, and all was shown by then', async () => {
  const { system } = await grown();
  const seen = watcher();
  system.inspect(seen);
  const stopped = system.stop();
  expect(seen.complete).not.toHaveBeenCalled();
  await stopped;
  expect(seen.complete).toHaveBeenCalledOnce();
  const ends = seen.states.filter((state) => state.endsWith(' stopped'));
  expect(ends.sort()).toEqual(
    ['a#1', 'alone#1', 'bee#1', 'inner#1', 'nameless#1', 'top#1'].map((id) => `${id} stopped`),
  );
});

test('what is no observer is refused', () => {
  for (const inspect of [{}, null, 'all', { next: 1 }, { complete: () => undefined }] as never[]) {
    expect(() => createSystem({ inspect })).toThrow(
      "Option 'inspect' must be a function, or an object with next;",
    );
    expect(() => createSystem().inspect(inspect)).toThrow("Option 'inspect' must be");
  }
  expect(() => createSystem().inspect(undefined as never)).toThrow("Option 'inspect' must be");
});
