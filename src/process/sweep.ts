import { delay, settlesWithin, type Clock } from '../base/clock.js';
import type { Child } from './child.js';
import { killProcess } from './host-processes.js';
import type { ProcessIdentity } from './live-process.js';
import { TreeNotStopped } from './tree-not-stopped.js';

/** How long SIGKILL may take to work on everything, on a machine that is busy. */
const PATIENCE = 5_000;
const SHORTEST_PAUSE = 10;
const LONGEST_PAUSE = 200;
/** One look proves little: a process that forks and exits while it is under way may hide its child from it. */
const EMPTY_LOOKS = 2;

/**
 * Kills every process of a tree, the root too, until none is found. Gives up with a {@link TreeNotStopped} after five
 * seconds: a process may belong to another user or hang in the kernel.
 */
export async function sweep(child: Child, clock: Clock): Promise<void> {
  const deadline = clock.now() + PATIENCE;
  let pause = SHORTEST_PAUSE;
  for (let emptyLooks = 0; emptyLooks < EMPTY_LOOKS;) {
    const found = await look(child, clock, deadline - clock.now());
    if (found?.length === 0 && !child.running) {
      emptyLooks += 1;
      continue;
    }
    emptyLooks = 0;
    if (clock.now() >= deadline) throw new TreeNotStopped(found?.map(({ pid }) => pid));
    found?.forEach(killProcess);
    await delay(clock, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

/** What is alive of the tree; nothing where that could not be seen, for now at least. */
async function look(
  child: Child,
  clock: Clock,
  limit: number,
): Promise<readonly ProcessIdentity[] | undefined> {
  const looking = child.tree.look();
  if (!(await settlesWithin(clock, looking, Math.max(limit, SHORTEST_PAUSE)))) return undefined;
  return looking.catch(() => undefined);
}
