import { expect, test } from 'vitest';
import { countChildren, statusOf, whichChildren } from '../../../src/supervisor/core/listing.js';
import type { ChildPhase } from '../../../src/supervisor/core/state.js';
import { childOf, initialState } from '../../../src/supervisor/core/state.js';
import { exitOf, flagsOf, specOf } from './core-fixture.js';
import { stepped } from './stepped.js';

test('children are listed in start order, also those whose ids look like integers', () => {
  const specs = ['b', '10', 'a', '9'].map((id) => specOf(id));
  const listed = whichChildren(initialState(flagsOf(), specs, 1));
  expect(listed.map(({ id }) => id)).toEqual(['b', '10', 'a', '9']);
});

test('a listing tells the type, the state and the latest incarnation of each child', () => {
  const { state } = stepped(
    [specOf('a'), specOf('b', { type: 'supervisor' })],
    [{ type: 'begin' }, { type: 'child.ready', id: 'a', incarnation: 1 }],
  );
  expect(whichChildren(state)).toEqual([
    { id: 'a', type: 'worker', status: 'running', incarnation: 1 },
    { id: 'b', type: 'supervisor', status: 'starting', incarnation: 1 },
  ]);
});

test('children are counted by declared type, dead or alive, and by whether they are up (S95)', () => {
  const specs = [specOf('a'), specOf('b', { type: 'supervisor' }), specOf('c', { restart: 'transient' })];
  const { state } = stepped(specs, [
    { type: 'begin' },
    { type: 'child.ready', id: 'a', incarnation: 1 },
    { type: 'child.ready', id: 'b', incarnation: 1 },
    { type: 'child.ready', id: 'c', incarnation: 1 },
    { type: 'child.exited', id: 'c', incarnation: 1, exit: exitOf('normal') },
  ]);
  expect(countChildren(state)).toEqual({ specs: 3, active: 2, supervisors: 1, workers: 2 });
});

const first = 1;
const second = 2;

test.each<[string, ChildPhase, number]>([
  ['starting', { is: 'due' }, 0],
  ['starting', { is: 'starting' }, first],
  ['restarting', { is: 'starting' }, second],
  ['restarting', { is: 'due' }, first],
  ['restarting', { is: 'waiting', until: 5 }, first],
  ['restarting', { is: 'dead', exit: exitOf('abnormal') }, first],
  ['restarting', { is: 'stopping', next: 'start' }, first],
  ['restarting', { is: 'stopping', next: 'due' }, first],
  ['stopping', { is: 'stopping', next: 'down' }, first],
  ['running', { is: 'up', since: 0 }, first],
  ['gaveUp', { is: 'down', why: 'gave_up' }, first],
  ['stopped', { is: 'down', why: 'asked' }, first],
])('a child is %s in the phase %o of incarnation %i', (status, phase, incarnation) => {
  expect(statusOf({ ...childOf(specOf('a'), phase), incarnation })).toBe(status);
});

test('a start by hand is no restart, whatever was before it', () => {
  const child = { ...childOf(specOf('a'), { is: 'starting' }), incarnation: second };
  expect(statusOf({ ...child, startCall: { call: 1, isNew: false } })).toBe('starting');
});
