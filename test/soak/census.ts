import { execFileSync } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { processTable } from '../../src/process/process-table.js';
import { heapInUse } from '../support/heap.js';

/** What a host holds at a moment at which nothing is under way. */
export interface Census {
  readonly heap: number;
  /** Timers, sockets, pipes, child processes: all that may keep the host alive, by kind. */
  readonly resources: readonly string[];
  /** Of the process and its own three pipes. */
  readonly listeners: number;
  readonly children: number;
  /** Of what has ended, how much is still in memory. */
  readonly held: number;
  /** Entries of the process table. */
  readonly started: number;
}

// Opened by the first look at them, which otherwise would be that of execa.
const PIPES: readonly EventEmitter[] = [process.stdin, process.stdout, process.stderr];

/** `ended` are sessions, or processes of a session, that have ended. */
export async function takeCensus(ended: readonly WeakRef<object>[]): Promise<Census> {
  const heap = await heapInUse();
  return {
    heap,
    resources: process.getActiveResourcesInfo().sort(),
    listeners: PIPES.reduce((sum, pipe) => sum + listenersOf(pipe), listenersOf(process)),
    children: childrenOf(process.pid),
    held: ended.filter((each) => each.deref() !== undefined).length,
    started: processTable.list().length,
  };
}

function listenersOf(emitter: Pick<EventEmitter, 'eventNames' | 'listenerCount'>): number {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}

function childrenOf(pid: number): number {
  const lines = execFileSync('ps', ['-A', '-o', 'ppid=,comm='], { encoding: 'utf8' }).split('\n');
  // The compiler of `tsx` comes and goes.
  const isForeign = (line: string): boolean => / (ps|esbuild)$/.test(line);
  return lines.filter((line) => Number.parseInt(line, 10) === pid && !isForeign(line)).length;
}
