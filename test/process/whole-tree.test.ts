import { spawn } from 'node:child_process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/base/clock.js';
import { ProcessTree } from '../../src/process/process-tree.js';
import { listPsProcesses } from '../../src/process/ps-processes.js';
import { stopTree, sweepTree } from '../../src/process/stop-ladder.js';
import { fixturePath, isAlive, startFixture } from './fixture.js';
import { ManualClock } from './manual-clock.js';

const clock = systemClock;
const AMPLE = 200_000;

describe.runIf(process.platform === 'linux')('on Linux', () => {
  test.each([
    ['in a session of its own that ignores SIGTERM', 'setsid-grandchild.mjs'],
    ['whose parent has died long before', 'double-forked-daemon.mjs'],
    ['that has dropped its environment', 'unmarked-grandchild.sh'],
  ])('a grandchild %s is dead after a stop', async (_, name) => {
    const { child, line } = await startFixture(name);
    const grandchild = Number(await line(0));
    expect(isAlive(grandchild)).toBe(true);
    await stopTree(child, { budget: AMPLE, clock });
    expect(isAlive(grandchild)).toBe(false);
  });

  test('a grandchild is dead also after a stop without a budget', async () => {
    const { child, line } = await startFixture('unmarked-grandchild.sh');
    const grandchild = Number(await line(0));
    await stopTree(child, { budget: 0, clock });
    expect(isAlive(grandchild)).toBe(false);
  });

  test('a process started while the tree is being stopped is dead after it', async () => {
    const { child, line } = await startFixture('spawns-on-sigterm.mjs');
    await line(0);
    const time = new ManualClock();
    const stopped = stopTree(child, { budget: 1_000, clock: time });
    await line(1);
    time.advance(500);
    const late = Number(await line(2));
    expect(isAlive(late)).toBe(true);
    await time.runUntil(stopped);
    expect(isAlive(late)).toBe(false);
  });

  test.each(['crashes-leaving-grandchild.sh', 'exits-while-grandchild-holds-stdout.sh'])(
    'what a process left behind that ended by itself is dead after a sweep: %s',
    async (name) => {
      const { child, line } = await startFixture(name);
      const grandchild = Number(await line(0));
      await child.exited;
      expect(isAlive(grandchild)).toBe(true);
      await sweepTree(child, { clock });
      expect(isAlive(grandchild)).toBe(false);
    },
  );

  test('the same program started by hand, and the tree of a sibling, survive a stop', async () => {
    const decoy = spawn(process.execPath, [fixturePath('setsid-grandchild.mjs')]);
    onTestFinished(() => void decoy.stdin.end());
    const decoyGrandchild = Number(await new Promise((resolve) => decoy.stdout.once('data', resolve)));
    onTestFinished(() => void process.kill(decoyGrandchild, 'SIGKILL'));
    const sibling = await startFixture('setsid-grandchild.mjs');
    const { child, line } = await startFixture('setsid-grandchild.mjs');
    const siblings = Number(await sibling.line(0));
    await line(0);
    await stopTree(child, { budget: AMPLE, clock });
    const survivors = [decoy.pid ?? 0, decoyGrandchild, sibling.child.pid, siblings];
    expect(survivors.filter((pid) => !isAlive(pid))).toEqual([]);
  });
});

test.skipIf(process.platform === 'win32')(
  'by ps a grandchild is found through its lineage, then remembered',
  async () => {
    const { child, line } = await startFixture('unmarked-grandchild.sh');
    const grandchild = Number(await line(0));
    onTestFinished(() => void process.kill(grandchild, 'SIGKILL'));
    const tree = new ProcessTree(
      { pid: child.pid, marker: 'none', isRunning: () => child.running },
      listPsProcesses,
    );
    expect((await tree.look()).map(({ pid }) => pid)).toEqual(
      expect.arrayContaining([child.pid, grandchild]),
    );
    child.kill('SIGKILL');
    await child.exited;
    expect((await tree.look()).map(({ pid }) => pid)).toContain(grandchild);
  },
);
