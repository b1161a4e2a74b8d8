import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** The environment that a process was started with. */
export function environmentOfProcess(pid: number): Record<string, string> {
  return parseEnvironment(readFileSync(`/proc/${pid}/environ`, 'utf8'));
}

export function parseEnvironment(text: string): Record<string, string> {
  const split = (entry: string): [string, string] => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at), entry.slice(at + 1)];
  };
  return Object.fromEntries(text.split('\0').filter(Boolean).map(split));
}

export function commandLineOfProcess(pid: number): string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
}

/** Whether a process is there and no zombie. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Ids of the processes whose command line contains a text. */
export function processesWith(text: string): number[] {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .filter((line) => line.includes(text) && !line.includes('ps -A'))
    .map((line) => Number.parseInt(line, 10))
    .filter(isAlive);
}

/** Ids of the processes that have a text in their environment: that of a sandbox is in all that its CLI starts. */
export function processesUnder(text: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(text) && isAlive(pid);
    } catch {
      return false;
    }
  });
}

/** A command that no other test on this machine runs: processes are looked for by their command line. */
export function sleepOfItsOwn(): string {
  return `sleep ${100_000 + Math.floor(Math.random() * 800_000)}`;
}
