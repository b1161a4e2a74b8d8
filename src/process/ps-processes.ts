import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { LiveProcess } from './live-process.js';

/** Fixed, so that a start time reads the same each time it is asked for. */
const ENVIRONMENT = { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' };
const LONGEST_LISTING = 64 * 1024 * 1024;

/** Every live process of the machine, by `ps`: start times to the second, and no markers. */
export async function listPsProcesses(): Promise<LiveProcess[]> {
  const columns = ['-A', '-o', 'pid=,ppid=,stat=,lstart='];
  const { stdout } = await promisify(execFile)('ps', columns, {
    env: ENVIRONMENT,
    maxBuffer: LONGEST_LISTING,
  });
  return parsePs(stdout);
}

/** Reads a listing of pid, parent, state and start time. */
export function parsePs(listing: string): LiveProcess[] {
  return listing.split('\n').flatMap((line) => {
    const [pid, parent, state, ...start] = line.trim().split(/\s+/);
    const startTime = Date.parse(`${start.join(' ')} UTC`);
    if (state === undefined || state.startsWith('Z') || Number.isNaN(startTime)) return [];
    return [{ pid: Number(pid), parent: Number(parent), startTime, marker: undefined }];
  });
}
