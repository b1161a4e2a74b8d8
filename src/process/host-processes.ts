import { linuxStartTime, listLinuxProcesses } from './linux-processes.js';
import type { LiveProcess, ProcessIdentity } from './live-process.js';
import { listPsProcesses } from './ps-processes.js';
import { shareRuns } from './share-runs.js';

/** The earliest start that those are interested in who share the next look. */
let earliest = Infinity;

const look: () => Promise<readonly LiveProcess[]> = shareRuns(() => {
  const since = earliest;
  earliest = Infinity;
  if (process.platform === 'linux') return listLinuxProcesses(since);
  return process.platform === 'win32' ? Promise.resolve([]) : listPsProcesses();
});

/**
 * Every live process of the machine; on Windows, where trees go by another way, none. Markers are told at least of those
 * that started at `since` or later: most of a machine's processes are older than a tree, and to look for one is the costly
 * part.
 */
export function listProcesses(since: number): Promise<readonly LiveProcess[]> {
  earliest = Math.min(earliest, since);
  return look();
}

/** When the process of that pid started, where that can be told without a wait: on Linux. */
export function startTimeOf(pid: number): number | undefined {
  return process.platform === 'linux' ? linuxStartTime(pid) : undefined;
}

/** Sends SIGKILL to exactly that process: a later one of the same pid is left alone, and so is this host. */
export function killProcess(target: ProcessIdentity): void {
  if (!isKillable(target.pid)) return;
  // Elsewhere than on Linux the listing that named the target, milliseconds old, has to do.
  if (process.platform === 'linux' && linuxStartTime(target.pid) !== target.startTime) return;
  try {
    process.kill(target.pid, 'SIGKILL');
  } catch {
    // Gone already, or not ours to signal: whoever looks again sees which.
  }
}

/** Whether a pid may be signalled at all: never the host itself, init, or the groups that 0 and below stand for. */
export function isKillable(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 1 && pid !== process.pid;
}
