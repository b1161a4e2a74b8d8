import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import type { LiveProcess } from './live-process.js';
import { SPAWN_MARKER } from './spawn-marker.js';

/** So many processes are read at a time, since each read holds one of the four threads that serve all of Node's files. */
const BATCH = 16;

/** Every live process of the machine; one whose environment is not ours to read has no marker. */
export async function listLinuxProcesses(): Promise<LiveProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found: LiveProcess[] = [];
  for (let start = 0; start < pids.length; start += BATCH) {
    const batch = await Promise.all(pids.slice(start, start + BATCH).map(readProcess));
    found.push(...batch.filter((process) => process !== undefined));
  }
  return found;
}

/** When the process of that pid started, at once; nothing where none is alive. */
export function linuxStartTime(pid: number): number | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.startTime;
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

async function readProcess(pid: string): Promise<LiveProcess | undefined> {
  const line = await readOrNothing(`/proc/${pid}/stat`);
  const process = line === undefined ? undefined : parseStat(line);
  if (process === undefined) return undefined;
  return { ...process, marker: parseMarker((await readOrNothing(`/proc/${pid}/environ`)) ?? '') };
}

async function readOrNothing(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    // Else it is gone since it was listed, or not ours to read.
    if (isOwnWant(error)) throw error;
    return undefined;
  }
}

/** Whether a read failed for what this host lacks, so that it tells nothing of the process. */
function isOwnWant(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['EMFILE', 'ENFILE', 'ENOMEM'].includes(String(error.code))
  );
}
