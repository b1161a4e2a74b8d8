import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SessionOptions } from 'troupe';
import type { Sandbox } from 'troupe/testing';
import { pathToCli } from './bare-cli.js';
import { isAlive } from './processes.js';

/** The real CLI, whose starts are in the hands of a test. */
export interface StartControl {
  /** To start sessions with. */
  readonly options: Required<Pick<SessionOptions, 'pathToClaudeCodeExecutable' | 'env'>>;
  /** What becomes of starts from now on: at first they `go`. One that is to `wait` has a process, and says nothing. */
  order(order: 'go' | 'die' | 'wait'): void;
  /** Pids of all starts so far. */
  readonly starts: readonly number[];
  /** Pids of those that wait. */
  readonly waiting: readonly number[];
  letGo(pid: number): void;
}

/** What a start says that is ordered to die. */
export const LAST_WORDS = 'it died at once';

/** `name` tells several in one sandbox apart. */
export function startControl({ root, options }: Sandbox, name = 'start-control'): StartControl {
  const folder = join(root, name);
  const [orderFile, startsFile, waitingFolder] = ['order', 'starts', 'waiting'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  mkdirSync(waitingFolder, { recursive: true });
  writeFileSync(startsFile, '');
  const order = (word: string): void => writeFileSync(orderFile, word);
  order('go');
  return {
    options: {
      pathToClaudeCodeExecutable: fileURLToPath(new URL('./start-control.sh', import.meta.url)),
      env: { ...options.env, START_CONTROL: folder, START_CONTROL_CLI: pathToCli() },
    },
    order,
    get starts() {
      return readFileSync(startsFile, 'utf8').split('\n').filter(Boolean).map(Number);
    },
    get waiting() {
      return readdirSync(waitingFolder).map(Number).filter(isAlive);
    },
    letGo: (pid) => rmSync(join(waitingFolder, String(pid))),
  };
}
