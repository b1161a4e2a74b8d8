import { isKillable, listProcesses, startTimeOf } from './host-processes.js';
import type { LiveProcess, ProcessIdentity } from './live-process.js';
import { selectTree } from './select-tree.js';

/** The process at the root of a tree. */
export interface TreeRoot {
  readonly pid: number;
  readonly marker: string;
  /** Whether its exit has not been seen yet: until then the kernel gives its pid to no other. */
  readonly isRunning: () => boolean;
}

/**
 * Finds what descends from one spawn, and remembers what it found: a descendant seen once is found again when it has
 * lost its parent and its marker.
 *
 * How much is found differs by platform. Linux: all descendants but those that dropped the marker from their
 * environment and lost their parent before they were ever seen. Other POSIX systems: lineage only, so not those that
 * lost their parent before they were ever seen. Windows: nothing; there the tree is ended through its root, alive.
 */
export class ProcessTree {
  readonly marker: string;
  readonly #root: TreeRoot;
  readonly #list: (since: number) => Promise<readonly LiveProcess[]>;
  /** When the root started, and nothing of the tree before it; 0 where that is not known. */
  readonly #since: number;
  #known: readonly ProcessIdentity[];

  constructor(root: TreeRoot, list = listProcesses) {
    this.marker = root.marker;
    this.#root = root;
    this.#list = list;
    const startTime = startTimeOf(root.pid);
    this.#since = startTime ?? 0;
    this.#known = startTime === undefined ? [] : [{ pid: root.pid, startTime }];
  }

  /** The live processes of the tree, its root included. */
  async look(): Promise<readonly ProcessIdentity[]> {
    const processes = await this.#list(this.#since);
    // Asked after the list was made: as its exit was not seen until now, the pid was the root's all the while.
    const root = processes.filter(({ pid }) => this.#root.isRunning() && pid === this.#root.pid);
    const clues = { marker: this.marker, known: [...this.#known, ...root] };
    this.#known = selectTree(processes, clues).filter(({ pid }) => isKillable(pid));
    return this.#known;
  }
}
