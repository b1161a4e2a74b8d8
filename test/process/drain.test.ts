import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/base/clock.js';
import { spawnChild } from '../../src/process/child.js';
import { sweepTree } from '../../src/process/stop-ladder.js';
import { fixturePath, isAlive, startFixture, until } from './fixture.js';
import { ManualClock } from './manual-clock.js';

test('the drain of held pipes runs on the given clock', async () => {
  const clock = new ManualClock();
  const { child } = await startFixture('exits-while-grandchild-holds-stdout.sh', clock);
  let told = false;
  void child.exited.then(() => (told = true));
  await until(() => !child.running);
  clock.advance(249);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(told).toBe(false);
  clock.advance(1);
  await child.exited;
  expect(clock.armed).toBe(0);
});

/** Holds up the whole host until a process has ended, as a host does that is busy. */
function blockUntilDead(pid: number): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  for (let waits = 0; isAlive(pid) && waits < 10_000; waits += 1) Atomics.wait(cell, 0, 0, 5);
}

/**
 * Lets a process write a line and exit in such a way that its exit is seen and its line is not yet read: all this
 * happens between the two halves of one turn of the loop, in the first of which another's output is read and in the
 * second of which the exits of all are collected.
 */
async function exitSeenBeforeOutput(clock: ManualClock | typeof systemClock) {
  const { child, stdout } = await startFixture('echoes-one-line.sh', clock);
  const other = await spawnChild({
    file: '/bin/sh',
    arguments: [fixturePath('echoes-one-line.sh')],
    cwd: '/',
    environment: {},
    clock: systemClock,
    onStdout: () => {
      child.write('result\n');
      blockUntilDead(child.pid);
    },
    onStderr: () => undefined,
  });
  onTestFinished(async () => {
    await sweepTree(other, { clock: systemClock });
  });
  other.write('first\n');
  blockUntilDead(other.pid);
  await until(() => !child.running);
  return { child, stdout };
}

const onLinux = test.runIf(process.platform === 'linux');

onLinux(
  'output that is read only after the exit was seen is handed out before the exit is told',
  async () => {
    const { child, stdout } = await exitSeenBeforeOutput(systemClock);
    await child.exited;
    expect(stdout()).toBe('result\n');
  },
);

onLinux('it is handed out also when the host was busy for the whole drain', async () => {
  const clock = new ManualClock();
  // The drain is over the moment it begins.
  clock.advanceWhenArmed(250);
  const { child, stdout } = await exitSeenBeforeOutput(clock);
  await child.exited;
  expect(stdout()).toBe('result\n');
});
