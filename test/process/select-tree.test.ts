import { expect, test } from 'vitest';
import type { LiveProcess } from '../../src/process/live-process.js';
import { sameProcess } from '../../src/process/live-process.js';
import { selectTree } from '../../src/process/select-tree.js';

const live = (pid: number, parent: number, startTime: number, marker?: string): LiveProcess => {
  return { pid, parent, startTime, marker };
};
const select = (processes: LiveProcess[], known: { pid: number; startTime: number }[] = []) =>
  selectTree(processes, { marker: 'm', known }).map(({ pid }) => pid);

test('two sightings are of one process when pid and start time agree', () => {
  expect(sameProcess({ pid: 5, startTime: 1 }, { pid: 5, startTime: 1 })).toBe(true);
  expect(sameProcess({ pid: 5, startTime: 1 }, { pid: 5, startTime: 2 })).toBe(false);
  expect(sameProcess({ pid: 5, startTime: 1 }, { pid: 6, startTime: 1 })).toBe(false);
});

test('whatever descends from the root belongs to its tree, and nothing else', () => {
  const processes = [live(30, 20, 3), live(20, 10, 2), live(10, 1, 1), live(21, 1, 2), live(31, 21, 3)];
  expect(select(processes, [{ pid: 10, startTime: 1 }])).toEqual([10, 20, 30]);
});

test('a process with the marker belongs to it under any parent, and so do its children without one', () => {
  expect(select([live(20, 1, 2, 'm'), live(30, 20, 3), live(40, 1, 2, 'other')])).toEqual([20, 30]);
});

test('a process seen before belongs to it when it has lost its parent and has no marker', () => {
  expect(select([live(20, 1, 2)], [{ pid: 20, startTime: 2 }])).toEqual([20]);
});

test('a later process with the pid of a known one does not belong to it', () => {
  expect(select([live(20, 1, 9), live(30, 20, 9)], [{ pid: 20, startTime: 2 }])).toEqual([]);
});

test('a process older than the member that has its parent pid does not belong to it', () => {
  expect(select([live(20, 1, 5, 'm'), live(30, 20, 4)])).toEqual([20]);
});
