/** A process that this host started and whose tree it has not yet found empty. */
export interface ProcessEntry {
  readonly pid: number;
  /** Value of `TROUPE_SPAWN` in the environment of its descendants. */
  readonly marker: string;
  /** When it was spawned, on the clock of its system. */
  readonly startedAt: number;
  /** False when it has exited and only what it left behind may still run. */
  readonly running: boolean;
}

/**
 * What this host has started, outside all actors. An entry is made by the spawn, and removed by nothing but a look that
 * found its tree empty after its exit: by `stopTree` and `sweepTree`.
 */
export class ProcessTable {
  readonly #entries = new Map<string, ProcessEntry>();

  list(): readonly ProcessEntry[] {
    return [...this.#entries.values()].map(({ pid, marker, startedAt, running }) => {
      return { pid, marker, startedAt, running };
    });
  }

  /** For the spawn alone; `running` is read whenever the table is listed. */
  add(entry: ProcessEntry): void {
    this.#entries.set(entry.marker, entry);
  }

  /** For the kill ladder alone. */
  remove(marker: string): void {
    this.#entries.delete(marker);
  }
}

/** The table of this host: one for all systems in it. */
export const processTable = new ProcessTable();
