import { expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.js';
import type { Child } from '../../src/process/child.js';
import { processTable } from '../../src/process/process-table.js';
import { ProcessTree } from '../../src/process/process-tree.js';
import { stopTree } from '../../src/process/stop-ladder.js';
import { TreeNotStopped } from '../../src/process/tree-not-stopped.js';
import { startFixture, until } from './fixture.js';
import { ManualClock } from './manual-clock.js';

const clock = systemClock;
/** So long that nothing but the rung at work can be what ended the process. */
const AMPLE = 200_000;

test('a process that ends with its input is not signalled', async () => {
  const { child } = await startFixture('echoes-until-eof.sh');
  expect(await stopTree(child, { budget: AMPLE, clock })).toEqual({ exitCode: 3, signal: undefined });
});

test('what was written before the stop is read by the process', async () => {
  const { child, stdout } = await startFixture('echoes-until-eof.sh');
  child.write('last words');
  await stopTree(child, { budget: AMPLE, clock });
  expect(stdout()).toBe('last words');
});

test('an infinite budget waits for a process that ends with its input', async () => {
  const { child } = await startFixture('echoes-until-eof.sh');
  expect(await stopTree(child, { budget: Infinity, clock })).toEqual({ exitCode: 3, signal: undefined });
});

test('a process that ignores the end of its input gets SIGTERM after half of the budget', async () => {
  const { child, line, stdout } = await startFixture('ignores-eof.mjs');
  await line(0);
  const time = new ManualClock();
  const stopped = stopTree(child, { budget: 1_000, clock: time });
  await line(1);
  time.advance(499);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(child.running).toBe(true);
  time.advance(1);
  await child.exited;
  expect(await time.runUntil(stopped)).toEqual({ exitCode: 7, signal: undefined });
  expect(stdout()).toBe('ready\nEOF\n');
  expect(time.armed).toBe(0);
});

test('a process that ignores the end of its input and SIGTERM gets SIGKILL, after both', async () => {
  const { child, line } = await startFixture('ignores-sigterm-and-eof.mjs');
  await line(0);
  const time = new ManualClock();
  const stopped = stopTree(child, { budget: 1_000, clock: time });
  expect(await line(1)).toBe('EOF');
  time.advance(500);
  expect(await line(2)).toBe('SIGTERM');
  time.advance(349);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(child.running).toBe(true);
  time.advance(1);
  expect(await time.runUntil(stopped)).toEqual({ exitCode: undefined, signal: 'SIGKILL' });
  expect(time.armed).toBe(0);
});

test('without a budget the process gets SIGKILL and nothing before', async () => {
  const { child, line, stdout } = await startFixture('ignores-sigterm-and-eof.mjs');
  await line(0);
  expect(await stopTree(child, { budget: 0, clock })).toEqual({ exitCode: undefined, signal: 'SIGKILL' });
  expect(stdout()).toBe('ready\n');
});

test('a second stop without a budget cuts an endless one short', async () => {
  const { child, line } = await startFixture('ignores-sigterm-and-eof.mjs');
  await line(0);
  const endless = stopTree(child, { budget: Infinity, clock });
  await line(1);
  const killed = { exitCode: undefined, signal: 'SIGKILL' };
  expect(await stopTree(child, { budget: 0, clock })).toEqual(killed);
  expect(await endless).toEqual(killed);
});

test('a stop after the exit, and one after a stop, tell how it ended', async () => {
  const { child } = await startFixture('echoes-until-eof.sh');
  child.endInput();
  await child.exited;
  expect(await stopTree(child, { budget: AMPLE, clock })).toEqual({ exitCode: 3, signal: undefined });
  expect(await stopTree(child, { budget: AMPLE, clock })).toEqual({ exitCode: 3, signal: undefined });
});

test('thirty children at once leave no entry in the process table and no warning', async () => {
  const warnings: Error[] = [];
  const record = (warning: Error) => void warnings.push(warning);
  process.on('warning', record);
  const fixtures = await Promise.all(Array.from({ length: 30 }, () => startFixture('echoes-until-eof.sh')));
  const pids = fixtures.map(({ child }) => child.pid);
  expect(processTable.list().map(({ pid }) => pid)).toEqual(pids);
  expect(processTable.list().every(({ running }) => running)).toBe(true);
  await Promise.all(fixtures.map(({ child }) => stopTree(child, { budget: AMPLE, clock })));
  expect(processTable.list()).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off('warning', record);
  expect(warnings).toEqual([]);
});

test('a process that has exited stays in the table until its tree was found empty', async () => {
  const { child } = await startFixture('exits-while-grandchild-holds-stdout.sh');
  await until(() => !child.running);
  expect(processTable.list()).toMatchObject([{ pid: child.pid, marker: child.tree.marker, running: false }]);
  await stopTree(child, { budget: AMPLE, clock });
  expect(processTable.list()).toEqual([]);
});

test('the process is killed also where no process can be listed, and that is reported', async () => {
  const time = new ManualClock();
  const signals: string[] = [];
  const hangs = () => new Promise<never>(() => undefined);
  const child: Child = {
    pid: 2 ** 30,
    tree: new ProcessTree({ pid: 2 ** 30, marker: 'm', isRunning: () => true }, hangs),
    running: true,
    exited: hangs(),
    write: () => undefined,
    endInput: () => signals.push('EOF'),
    kill: (signal) => signals.push(signal),
  };
  const stopped = stopTree(child, { budget: 1_000, clock: time }).catch((error: unknown) => error);
  expect(await time.runUntil(stopped)).toBeInstanceOf(TreeNotStopped);
  expect(signals).toEqual(['EOF', 'SIGTERM', 'SIGKILL']);
  expect(time.armed).toBe(0);
});
