import { setImmediate } from 'node:timers/promises';
import { settlesWithin, type Clock } from '../base/clock.js';
import type { NodeProcess } from './launch.js';

/** How long the pipes may stay open after the exit, because a descendant inherited them. */
const DRAIN = 250;

/**
 * Waits until the pipes of a process that has just exited are read to their end, or for 250 ms; then closes them, so
 * that nothing of it keeps the host alive.
 */
export async function drain(process: NodeProcess, clock: Clock): Promise<void> {
  const closed = new Promise<void>((resolve) => void process.once('close', () => resolve()));
  if (!(await settlesWithin(clock, closed, DRAIN))) {
    // A host that was busy all the while has read nothing yet: one full turn of its loop empties the pipes.
    await setImmediate();
    await setImmediate();
  }
  for (const pipe of [process.stdin, process.stdout, process.stderr]) pipe.destroy();
}
