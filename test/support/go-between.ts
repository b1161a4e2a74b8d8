import { randomUUID } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SessionOptions } from 'troupe';
import type { Sandbox } from 'troupe/testing';
import { pathToCli } from './bare-cli.js';
import { until } from './until.js';

/** How a go-between dies. The CLI behind it is stopped in its tracks first, and left behind. */
export type Death = 'SIGKILL' | 'SIGTERM' | 'exit 0';

/** Drops the lines of one direction in which the text occurs, or holds the next one back and all behind it. */
export interface Rule {
  readonly lane: 'fromHost' | 'fromCli';
  readonly what: 'hold' | 'drop';
  readonly text: string;
}

/** What became of a line. */
export type Fate = 'passed' | 'held' | 'dropped';

/** An executable between the host and the real CLI, under the orders of a test. Its process is the one the host knows. */
export interface GoBetween extends AsyncDisposable {
  /** To start a session with. */
  readonly options: SessionOptions;
  /** Sets a rule; resolves when it holds, which is at once before the session is started. */
  rule(rule: Rule): Promise<void>;
  /** Lets go what is held, and ends the rules. */
  release(): void;
  /** Writes to stderr. */
  say(words: string): void;
  die(way: Death): void;
  /** Lets go what is held, and dies behind it. */
  releaseAndDie(way: Death): void;
  /** Waits for a line of which that became, and in which the text occurs. */
  until(fate: Fate, text: string): Promise<string>;
  /** Process id of the CLI. */
  readonly cliPid: number;
}

/** Of one session at a time. */
export async function goBetween(sandbox: Sandbox): Promise<GoBetween> {
  const path = join(sandbox.root, 'go-between');
  const events: { readonly what: Fate | 'started' | 'ruled'; readonly line: string }[] = [];
  const beforehand: object[] = [];
  let process: Socket | undefined;
  const send = (...orders: object[]): void => {
    if (process === undefined) beforehand.push(...orders);
    else process.write(`${JSON.stringify(orders)}\n`);
  };
  const find = (what: string, text: string): string | undefined =>
    events.find((event) => event.what === what && event.line.includes(text))?.line;

  const server = createServer((socket) => {
    process = socket;
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', (line) => {
      events.push(JSON.parse(line) as (typeof events)[number]);
    });
    send(...beforehand);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));

  return {
    options: {
      pathToClaudeCodeExecutable: fileURLToPath(new URL('./go-between.mjs', import.meta.url)),
      env: { ...sandbox.options.env, GO_BETWEEN_CLI: pathToCli(), GO_BETWEEN_SOCKET: path },
    },
    rule: async (rule) => {
      const id = randomUUID();
      send({ what: 'rule', rule, id });
      if (process) await until(() => find('ruled', id));
    },
    release: () => send({ what: 'release' }),
    say: (words) => send({ what: 'say', words }),
    die: (way) => send({ what: 'die', way }),
    releaseAndDie: (way) => send({ what: 'release' }, { what: 'die', way }),
    until: (fate, text) => until(() => find(fate, text)),
    get cliPid() {
      return Number(find('started', ''));
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        process?.destroy();
        server.close(() => resolve());
      }),
  };
}
