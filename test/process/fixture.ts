import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { systemClock, type Clock } from '../../src/base/clock.js';
import { spawnChild, type Child } from '../../src/process/child.js';
import { sweepTree } from '../../src/process/stop-ladder.js';

/** A running fixture and what it has written so far. */
export interface Fixture {
  readonly child: Child;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Waits for the given line of stdout, the first being 0. */
  readonly line: (index: number) => Promise<string>;
}

const started: Child[] = [];
afterEach(() => Promise.all(started.splice(0).map((child) => sweepTree(child, { clock: systemClock }))));

export const PATH = '/bin:/usr/bin';

/** Runs a script of `fixtures/`; nothing of it outlives the test. */
export async function startFixture(name: string, clock: Clock = systemClock): Promise<Fixture> {
  let stdout = '';
  let stderr = '';
  const child = await spawnChild({
    file: name.endsWith('.sh') ? '/bin/sh' : process.execPath,
    arguments: [fixturePath(name)],
    cwd: '/',
    environment: { PATH },
    clock,
    onStdout: (chunk) => (stdout += chunk.toString('latin1')),
    onStderr: (chunk) => (stderr += chunk.toString('latin1')),
  });
  started.push(child);
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    line: (index) => until(() => stdout.split('\n').slice(0, -1)[index]),
  };
}

export function fixturePath(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

/** Polls until the look gives something; how long that takes is the machine's affair. */
export async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (const start = Date.now(); Date.now() - start < 60_000;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('waited in vain');
}

/** Whether a process runs; one that waits to be reaped does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
