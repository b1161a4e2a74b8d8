import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/base/clock.js';
import { spawnChild } from '../../src/process/child.js';
import { onHostExit } from '../../src/process/host-exit.js';
import { stopTree } from '../../src/process/stop-ladder.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const listeners = (): number[] => signals.map((signal) => process.listenerCount(signal));

describe('onHostExit', () => {
  it('listens once for all that is to be ended, and not any more when nothing is', () => {
    const before = listeners();
    const [first, second] = [onHostExit(vi.fn()), onHostExit(vi.fn())];
    const during = listeners();
    first();
    first();
    expect(listeners()).toEqual(during);
    second();
    expect(during).toEqual(before.map((count) => count + 1));
    expect(listeners()).toEqual(before);
  });
});

it.runIf(process.platform === 'linux')(
  'a process is in a group of its own, so that Ctrl-C in the terminal is for the host',
  async () => {
    const child = await spawnChild({
      file: '/bin/sh',
      arguments: ['-c', 'read line'],
      cwd: '/',
      environment: {},
      clock: systemClock,
      onStdout: () => undefined,
      onStderr: () => undefined,
    });
    const groupOf = (pid: number): string | undefined =>
      /^\d+ \(.*\) \S \d+ (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
    expect(groupOf(child.pid)).toBe(String(child.pid));
    expect(groupOf(process.pid)).not.toBe(String(child.pid));
    await stopTree(child, { budget: 1_000, clock: systemClock });
  },
);
