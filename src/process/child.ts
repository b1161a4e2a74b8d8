import type { Clock } from '../base/clock.js';
import { deferred } from '../base/deferred.js';
import { drain } from './drain.js';
import { onHostExit } from './host-exit.js';
import { launch, type Launched, type LaunchRequest } from './launch.js';
import { processTable } from './process-table.js';
import { ProcessTree } from './process-tree.js';
import { newSpawnMarker, SPAWN_MARKER } from './spawn-marker.js';

/** A process to start, and who reads it. Neither reader may throw. */
export interface SpawnRequest extends LaunchRequest {
  readonly clock: Clock;
  readonly onStdout: (chunk: Buffer) => void;
  readonly onStderr: (chunk: Buffer) => void;
}

/** How a process ended. */
export interface Exit {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}

/** A process of ours. Nothing that is done to it throws, whatever state it is in. */
export interface Child {
  readonly pid: number;
  /** Finds what descends from it. */
  readonly tree: Pick<ProcessTree, 'marker' | 'look'>;
  /** Whether its exit has not been seen yet. */
  readonly running: boolean;
  /**
   * Resolves once it has exited and all it wrote was handed out. A descendant that holds its pipes open delays this by
   * 250 ms at most, and is not heard any more.
   */
  readonly exited: Promise<Exit>;
  /** Writes to its stdin; dropped when that is closed. */
  write(text: string): void;
  /** Closes its stdin behind what was written. */
  endInput(): void;
  /** Signals it, and it alone; does nothing when it has exited. */
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a process, enters it in the process table and reads its pipes until its end. Whoever calls this must call
 * `stopTree` or, after an exit, `sweepTree`. Rejects with a `SpawnFailure` where it cannot be started.
 */
export function spawnChild(request: SpawnRequest): Promise<Child> {
  const marker = newSpawnMarker();
  const environment = { ...request.environment, [SPAWN_MARKER]: marker };
  return launch({ ...request, environment }, (launched) => adopt(launched, marker, request));
}

function adopt({ pid, process }: Launched, marker: string, request: SpawnRequest): Child {
  let running = true;
  const tree = new ProcessTree({ pid, marker, isRunning: () => running });
  const entry = { pid, marker, startedAt: request.clock.now() };
  processTable.add({
    ...entry,
    get running() {
      return running;
    },
  });

  const exited = deferred<Exit>();
  const forget = onHostExit(() => process.kill('SIGTERM'));
  process.stdout.on('data', request.onStdout);
  process.stderr.on('data', request.onStderr);
  process.once('exit', (exitCode, signal) => {
    running = false;
    forget();
    const exit = { exitCode: exitCode ?? undefined, signal: signal ?? undefined };
    void drain(process, request.clock).then(() => exited.resolve(exit));
  });

  return {
    pid,
    tree,
    get running() {
      return running;
    },
    exited: exited.promise,
    write: (text) => {
      if (process.stdin.writable) process.stdin.write(text);
    },
    endInput: () => {
      if (process.stdin.writable) process.stdin.end();
    },
    kill: (signal) => {
      if (running) process.kill(signal);
    },
  };
}
