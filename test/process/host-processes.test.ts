import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { isKillable, killProcess, startTimeOf } from '../../src/process/host-processes.js';
import { isAlive } from './fixture.js';

test.each([process.pid, 1, 0, -1, -4242, Number.NaN, 1.5])('pid %d is never signalled', (pid) => {
  expect(isKillable(pid)).toBe(false);
});

test('another process may be signalled', () => {
  expect(isKillable(process.pid + 1)).toBe(true);
});

test.runIf(process.platform === 'linux')(
  'a process that has the pid of another, later, is left alone',
  async () => {
    const decoy = spawn('/bin/sleep', ['600']);
    onTestFinished(() => void decoy.kill('SIGKILL'));
    const pid = decoy.pid ?? 0;
    const startTime = startTimeOf(pid) ?? 0;
    killProcess({ pid, startTime: startTime - 1 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isAlive(pid)).toBe(true);

    killProcess({ pid, startTime });
    await new Promise((resolve) => decoy.once('exit', resolve));
  },
);
