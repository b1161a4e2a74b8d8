import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import type { Child } from '../../src/process/child.js';
import type { LiveProcess } from '../../src/process/live-process.js';
import { ProcessTree } from '../../src/process/process-tree.js';
import { sweep } from '../../src/process/sweep.js';
import { TreeNotStopped } from '../../src/process/tree-not-stopped.js';
import { isAlive } from './fixture.js';
import { ManualClock } from './manual-clock.js';

/** A child that has exited and left behind whatever the given list shows. */
function exitedChild(list: () => Promise<LiveProcess[]>): Child {
  const nothing = () => undefined;
  return {
    pid: 4242,
    tree: new ProcessTree({ pid: 4242, marker: 'm', isRunning: () => false }, list),
    running: false,
    exited: Promise.resolve({ exitCode: 0, signal: undefined }),
    write: nothing,
    endInput: nothing,
    kill: nothing,
  };
}

/** A clock on which every wait is over as soon as it has begun. */
function hurriedClock(): ManualClock {
  const clock = new ManualClock();
  clock.advanceWhenArmed(200);
  return clock;
}

const rejection = (promise: Promise<unknown>) => promise.then(String, (error: unknown) => error);

test('a process that cannot be killed is reported after a bounded time', async () => {
  const decoy = spawn('/bin/sleep', ['600']);
  onTestFinished(() => void decoy.kill('SIGKILL'));
  const pid = decoy.pid ?? 0;
  // Listed with the start time of another process: found again and again, and never signalled.
  const child = exitedChild(() => Promise.resolve([{ pid, parent: 1, startTime: 1, marker: 'm' }]));
  const clock = new ManualClock();
  const error = await clock.runUntil(rejection(sweep(child, clock)));
  expect(error).toBeInstanceOf(TreeNotStopped);
  expect(error).toMatchObject({ pids: [pid] });
  expect(isAlive(pid)).toBe(true);
  expect(clock.armed).toBe(0);
});

test.each([
  ['cannot be had', () => Promise.reject(new Error('no /proc'))],
  ['never comes', () => new Promise<never>(() => undefined)],
])(
  'a list of processes that %s is reported after a bounded time, not taken for an empty one',
  async (_, list) => {
    const clock = new ManualClock();
    const error = await clock.runUntil(rejection(sweep(exitedChild(list), clock)));
    expect(error).toBeInstanceOf(TreeNotStopped);
    expect(error).toMatchObject({ pids: undefined });
    expect(clock.armed).toBe(0);
  },
);

test('a list that cannot be had for a while is asked for again', async () => {
  const clock = new ManualClock();
  let looks = 0;
  const child = exitedChild(() => (++looks < 4 ? Promise.reject(new Error('EMFILE')) : Promise.resolve([])));
  await clock.runUntil(sweep(child, clock));
  expect(looks).toBe(5);
});

test('a tree counts as empty when it was found so twice in a row', async () => {
  const member: LiveProcess = { pid: 2 ** 30, parent: 1, startTime: 1, marker: 'm' };
  const looks = [[member], [], [member], [], []];
  await sweep(
    exitedChild(() => Promise.resolve(looks.shift() ?? [])),
    hurriedClock(),
  );
  expect(looks).toEqual([]);
});
