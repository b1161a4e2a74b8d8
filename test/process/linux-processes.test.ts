import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listProcesses } from '../../src/process/host-processes.js';
import {
  linuxStartTime,
  listLinuxProcesses,
  parseMarker,
  parseStat,
} from '../../src/process/linux-processes.js';
import { fixturePath, until } from './fixture.js';

const stat = (state: string, name = 'node') =>
  `4242 (${name}) ${state} 17 4242 4242 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 11 0 987654 1 2 3\n`;

test('a stat line gives pid, parent and start time', () => {
  expect(parseStat(stat('S'))).toEqual({ pid: 4242, parent: 17, startTime: 987654 });
});

test('a program may have spaces, parentheses and digits in its name', () => {
  expect(parseStat(stat('R', 'a) Z 1 (b'))).toEqual({ pid: 4242, parent: 17, startTime: 987654 });
});

test.each(['Z', 'X'])('a process in state %s is dead', (state) => {
  expect(parseStat(stat(state))).toBeUndefined();
});

test('an empty stat line, as of a process that vanished, is nothing', () => {
  expect(parseStat('')).toBeUndefined();
});

test('the marker is a whole variable, wherever it stands', () => {
  expect(parseMarker('A=1\0TROUPE_SPAWN=abc\0B=2\0')).toBe('abc');
  expect(parseMarker('A=TROUPE_SPAWN=abc\0OLD_TROUPE_SPAWN=abc\0')).toBeUndefined();
  expect(parseMarker('')).toBeUndefined();
});

describe.runIf(process.platform === 'linux')('on Linux', () => {
  test('the list holds this process as it is', async () => {
    const own = (await listLinuxProcesses()).find(({ pid }) => pid === process.pid);
    expect(own).toMatchObject({ parent: process.ppid, startTime: linuxStartTime(process.pid) });
  });

  test('the marker is told of a process that started when it was looked from, or later, and of no other', async () => {
    const child = spawn('/bin/sleep', ['600'], { env: { TROUPE_SPAWN: 'abc' } });
    onTestFinished(() => void child.kill('SIGKILL'));
    const pid = child.pid ?? 0;
    const startTime = linuxStartTime(pid) ?? NaN;
    const markerFrom = async (since: number) =>
      (await listLinuxProcesses(since)).find((process) => process.pid === pid)?.marker;
    expect(await markerFrom(startTime)).toBe('abc');
    expect(await markerFrom(startTime + 1)).toBeUndefined();
    // Who shares a look is shown what was asked for by any.
    const shared = await Promise.all([listProcesses(startTime), listProcesses(startTime + 1)]);
    for (const list of shared) expect(list.find((process) => process.pid === pid)?.marker).toBe('abc');
    const later = await listProcesses(startTime + 1);
    expect(later.find((process) => process.pid === pid)).toMatchObject({ startTime, marker: undefined });
  });

  test('processes that come and go while they are listed do no harm', async () => {
    const churn = spawn('/bin/sh', ['-c', 'for i in $(seq 500); do /bin/true; done']);
    while (churn.exitCode === null) expect((await listLinuxProcesses()).length).toBeGreaterThan(0);
  });

  test('a process that has exited has no start time', async () => {
    const { pid } = spawn('/bin/true');
    expect(pid).toBeDefined();
    await until(() => linuxStartTime(pid ?? 0) === undefined);
  });

  test('a host short of file descriptors gets no list, and not a short one', async () => {
    const host = `ulimit -n 100; exec ${process.execPath} --import tsx ${fixturePath('host-without-free-files.ts')}`;
    expect((await promisify(execFile)('/bin/sh', ['-c', host])).stdout).toBe('EMFILE\n');
  });
});
