import { settlesWithin, type Clock } from '../base/clock.js';
import type { Child, Exit } from './child.js';
import { ladder } from './ladder.js';
import { processTable } from './process-table.js';
import { sweep } from './sweep.js';
import { killWindowsTree } from './windows-processes.js';

/** How a tree is to be stopped. */
export interface StopOptions {
  /** Milliseconds until the process is dead by force; 0 is at once, `Infinity` never. */
  readonly budget: number;
  readonly clock: Clock;
}

/** A look that hangs must not keep a signal from being sent. */
const LOOK_LIMIT = 1_000;

/**
 * Ends a process and all that descends from it: closes its input, then SIGTERM, then SIGKILL, each after its share of
 * the budget; at last SIGKILL to whatever it left. Resolves when nothing of the tree is alive. Where that cannot be had
 * within 5 s beyond the budget, it rejects with a `TreeNotStopped`. Of a process that has exited only the rest is killed.
 * It may be called again with a shorter budget while it is under way.
 */
export async function stopTree(child: Child, { budget, clock }: StopOptions): Promise<Exit> {
  if (child.running) await descend(child, budget, clock);
  await sweep(child, clock);
  const exit = await child.exited;
  processTable.remove(child.tree.marker);
  return exit;
}

/** Kills what a process that has ended left behind; one that still runs is killed too. As `stopTree` without a budget. */
export function sweepTree(child: Child, { clock }: { readonly clock: Clock }): Promise<Exit> {
  return stopTree(child, { budget: 0, clock });
}

async function descend(child: Child, budget: number, clock: Clock): Promise<void> {
  const start = clock.now();
  const { terminateAfter, killAfter } = ladder(budget);
  const exitsBefore = (time: number): Promise<boolean> =>
    settlesWithin(clock, child.exited, Math.max(0, start + time - clock.now()));
  // Before each step that may end the process: its descendants are surely known only while it lives.
  const remember = (): Promise<boolean> => settlesWithin(clock, child.tree.look(), LOOK_LIMIT);

  await remember();
  if (budget > 0) {
    child.endInput();
    if (await exitsBefore(terminateAfter)) return;
    // On Windows every signal kills at once, and the root alone.
    if (process.platform !== 'win32') {
      await remember();
      child.kill('SIGTERM');
    }
    if (await exitsBefore(killAfter)) return;
    await remember();
  }
  if (process.platform === 'win32') await killWindowsTree(child.pid);
  child.kill('SIGKILL');
}
