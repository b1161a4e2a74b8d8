import { readFileSync } from 'node:fs';
import type { Logger, SessionRow, Supervisor } from 'troupe';
import { realCli, type RealCli, type RealCliOptions } from './real-cli.js';
import { until } from './until.js';

type Tree = Pick<Supervisor, 'listSessions'>;

/** For what the tests provoke, of which nobody needs to be warned. */
export const silent: Logger = { debug: () => undefined, warn: () => undefined, error: () => undefined };

/** A real CLI for trees in which sessions are killed. */
export function supervisedCli({ system, ...options }: RealCliOptions = {}): Promise<RealCli> {
  return realCli({ ...options, system: { logger: silent, ...system } });
}

/** Restarted at once, so that no test waits; as often as a test likes. */
export const AT_ONCE = { backOff: { initial: 0 } } as const;

export function rowOf(tree: Tree, id: string): SessionRow {
  const row = tree.listSessions().find((each) => each.id === id);
  if (!row) throw new Error(`There is no session '${id}'.`);
  return row;
}

export function pidOf(tree: Tree, id: string): number {
  const { pid, status } = rowOf(tree, id);
  if (pid === undefined) throw new Error(`'${id}' has no process, but is ${status}.`);
  return pid;
}

/** The process of each session, by id: its pid and when it was started, as pids are given again. */
export function processesOf(tree: Tree): Readonly<Record<string, string>> {
  const processes = tree.listSessions().map(({ id }) => [id, identityOf(pidOf(tree, id))] as const);
  return Object.fromEntries(processes);
}

function identityOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Fields are counted behind the name of the command, in which there may be anything.
  const startTime = stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? '';
  return `${pid} since ${startTime}`;
}

/** Ids of the sessions that have another process now. */
export function changedSince(before: Readonly<Record<string, string>>, tree: Tree): string[] {
  return Object.entries(processesOf(tree)).flatMap(([id, now]) => (before[id] === now ? [] : [id]));
}

export function kill(tree: Tree, id: string): void {
  process.kill(pidOf(tree, id), 'SIGKILL');
}

/** Resolves when a later incarnation than `than` is ready; by default, when one is. */
export async function untilReady(tree: Tree, id: string, than = 0): Promise<void> {
  await until(() => {
    const { incarnation, status } = rowOf(tree, id);
    return incarnation > than && (status === 'idle' || status === 'querying');
  });
}

/** Kills its process, and waits until the next one is ready. */
export async function killed(tree: Tree, id: string): Promise<void> {
  const { incarnation } = rowOf(tree, id);
  kill(tree, id);
  await untilReady(tree, id, incarnation);
}
