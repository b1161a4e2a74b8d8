import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { LiveProcess } from './live-process.js';
import { SPAWN_MARKER } from './spawn-marker.js';

/** So many processes are looked at before the event loop has its turn; that takes less than a millisecond. */
const BATCH = 32;

/**
 * Every live process of the machine. The marker is only looked for in those that started at `since` or later, as all do
 * that descend from one that started then; one whose environment is not ours to read has none.
 */
export async function listLinuxProcesses(since = 0): Promise<LiveProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found: LiveProcess[] = [];
  for (let start = 0; start < pids.length; start += BATCH) {
    const batch = pids
      .slice(start, start + BATCH)
      .map(statOf)
      .filter((process) => process !== undefined);
    found.push(...(await Promise.all(batch.map((process) => withMarker(process, since)))));
    await setImmediate();
  }
  return found;
}

/** When the process of that pid started, at once; nothing where none is alive. */
export function linuxStartTime(pid: number): number | undefined {
  try {
    return statOf(pid)?.startTime;
  } catch {
    return undefined;
  }
}

/** Reads a line of `/proc/<pid>/stat`; nothing where the process has ended. */
export function parseStat(line: string): Omit<LiveProcess, 'marker'> | undefined {
  // The second field is the program's name in parentheses, and may itself hold spaces and parentheses.
  const [state, parent, ...later] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const startTime = Number(later[17]);
  if (state === undefined || 'ZXx'.includes(state) || Number.isNaN(startTime)) return undefined;
  return { pid: Number.parseInt(line, 10), parent: Number(parent), startTime };
}

/** Finds the marker in `/proc/<pid>/environ`. */
export function parseMarker(environ: string): string | undefined {
  const prefix = `${SPAWN_MARKER}=`;
  return environ
    .split('\0')
    .find((variable) => variable.startsWith(prefix))
    ?.slice(prefix.length);
}

type Stat = Omit<LiveProcess, 'marker'>;

/** Read at once, for a tenth of the cost: unlike its environment, a process cannot keep anyone waiting for its state. */
function statOf(pid: number | string): Stat | undefined {
  try {
    // A name that is no UTF-8 does no harm, and Node reads UTF-8 in one call.
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    // Else it is gone since it was listed.
    if (isOwnWant(error)) throw error;
    return undefined;
  }
}

async function withMarker(process: Stat, since: number): Promise<LiveProcess> {
  if (process.startTime < since) return { ...process, marker: undefined };
  try {
    return { ...process, marker: parseMarker(await readFile(`/proc/${process.pid}/environ`, 'latin1')) };
  } catch (error) {
    // Else it is gone meanwhile, or not ours to read.
    if (isOwnWant(error)) throw error;
    return { ...process, marker: undefined };
  }
}

/** Whether a read failed for what this host lacks, so that it tells nothing of the process. */
function isOwnWant(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['EMFILE', 'ENFILE', 'ENOMEM'].includes(String(error.code))
  );
}
