import type { RootSpec } from 'troupe';
import { expect, test } from 'vitest';
import { stage } from '../session/live-fixture.js';
import { cameTo, sessions } from './fixture.js';

test('trees stand beside one another, each under the path of its id, its name, or none', async () => {
  const { system } = stage();
  const paths: string[] = [];
  for (const spec of [{ id: 'x', name: 'one' }, { name: 'two' }, {}])
    paths.push((await system.startSupervisor({ ...spec, children: [] })).path);
  expect(paths).toEqual(['x', 'two', 'supervisor']);
});

test('trees that would share a path are told apart by a number behind it, which is free with the tree', async () => {
  const { system } = stage();
  const plant = (spec: RootSpec) => system.startSupervisor({ ...spec, children: [{ id: 'a' }] });
  const [first, second] = [await plant({}), await plant({})];
  const others = [await plant({ name: 'supervisor' }), await plant({ id: 'x' }), await plant({ id: 'x' })];
  const paths = [first, second, ...others].map(({ path }) => path);
  expect(paths.slice(0, 2)).toEqual(['supervisor', 'supervisor-2']);
  expect(new Set(paths).size).toBe(5);
  expect(second.listSessions().map(({ path }) => path)).toEqual(['supervisor-2/a']);
  await first.stop();
  expect((await plant({})).path).toBe('supervisor');
});

test('a tree that is refused leaves its path to the next', async () => {
  const { system, start } = stage();
  start({ name: 'a' });
  expect(await cameTo(system.startSupervisor({ id: 'x', children: sessions('a') }))).toBe('name_taken');
  expect((await system.startSupervisor({ id: 'x', children: sessions('b') })).path).toBe('x');
});

test('a tree that ends in one of its ways is forgotten, and the others go on', async () => {
  const { system, backend, settle } = stage();
  const [one, two] = [
    await system.startSupervisor({ name: 'one', maxRestarts: 0, children: sessions('a') }),
    await system.startSupervisor({ name: 'two', children: sessions('b') }),
  ];
  backend.adapters[0]?.crash();
  await settle();
  expect(await cameTo(one.done)).toBe('gave_up');
  expect(system.getSupervisor('one').state).toBe('stopped');
  expect([two.state, system.getSupervisor('two').listSessions().length]).toEqual(['running', 1]);
});

test('a supervisor can be started from within the end of another, under its name', async () => {
  const { system, backend, settle } = stage();
  const first = await system.startSupervisor({ name: 'top', children: sessions('a') });
  const again: Promise<unknown>[] = [];
  system.getSession('a').on('stopped', () => {
    again.push(cameTo(system.startSupervisor({ name: 'top', children: sessions('a') })));
  });
  await first.stop();
  await settle();
  expect(await Promise.all(again)).toEqual([undefined]);
  expect([system.getSupervisor('top').state, backend.adapters.length]).toEqual(['running', 2]);
});

test('a system that is stopped by the inspector of a tree in the making stops that tree', async () => {
  const held: { stop?: () => unknown } = {};
  let shown = 0;
  const all = stage(undefined, { inspect: () => (shown += 1) === 1 && held.stop?.() });
  const stopped: Promise<unknown>[] = [];
  held.stop = () => stopped.push(cameTo(all.system.stop()));
  expect(await cameTo(all.system.startSupervisor({ name: 'top', children: sessions('a b') }))).toBe(
    'stopped',
  );
  expect(await Promise.all(stopped)).toEqual([undefined]);
  expect(all.backend.adapters.filter(({ running }) => running)).toEqual([]);
});
