import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { CliAdapter } from '../../../src/adapter/cli/cli-adapter.js';
import type {
  AdapterSink,
  Ending,
  Frame,
  HandshakeAnswer,
  SessionAdapter,
} from '../../../src/adapter/session-adapter.js';
import { systemClock } from '../../../src/base/clock.js';
import { deferred } from '../../../src/base/deferred.js';
import type { Message } from '../../../src/protocol/messages/index.js';
import type { SessionOptions } from '../../../src/protocol/options/session-options.js';

export const KEY = 'sk-ant-a-secret-of-some-length';

/** A process behind a real adapter, and all that was heard of it. */
export interface FakeRun {
  readonly adapter: SessionAdapter;
  /** What was reported, in order: `ready`, `frame`, `exited`. */
  readonly reports: readonly string[];
  readonly messages: readonly Message[];
  readonly frames: readonly Frame[];
  readonly warnings: readonly string[];
  /** Resolves with the handshake. */
  readonly ready: Promise<HandshakeAnswer>;
  readonly ended: Promise<Ending>;
  /** Everything the process received, as it was. */
  received(): string;
  /** The received lines. */
  lines(): Record<string, unknown>[];
  /** Writes a prompt under a new id. */
  ask(content: string): string;
  /** The first message, of those so far and those to come, for which the condition holds. */
  until(condition: (message: Message) => boolean): Promise<Message>;
}

export interface FakeOptions {
  readonly options?: SessionOptions;
  readonly controlTimeout?: number;
}

const directory = mkdtempSync(join(tmpdir(), 'troupe-fake-cli-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));

const running = new Set<FakeRun>();
afterEach(async () => {
  for (const { adapter, ended } of running) {
    adapter.stop(0);
    await ended;
  }
  running.clear();
});

export function pathToFake(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}.mjs`, import.meta.url));
}

/** Makes an adapter for one of the `fixtures`, and starts it by `begin`. */
export function startFake(
  name: string,
  { options = {}, controlTimeout = 60_000 }: FakeOptions = {},
  begin: (adapter: SessionAdapter, sink: AdapterSink) => void = (adapter, sink) => adapter.start(sink),
): FakeRun {
  const record = join(directory, randomUUID());
  const reports: string[] = [];
  const frames: Frame[] = [];
  const messages: Message[] = [];
  const warnings: string[] = [];
  const ready = deferred<HandshakeAnswer>();
  const ended = deferred<Ending>();
  const looks = new Set<() => void>();
  const note = (report: string): void => {
    reports.push(report);
    for (const look of looks) look();
  };
  const sink: AdapterSink = {
    ready: (handshake) => {
      note('ready');
      ready.resolve(handshake);
    },
    frame: (frame) => {
      frames.push(frame);
      if (frame.kind === 'message') messages.push(frame.message);
      note('frame');
    },
    serve: ({ request }) =>
      Promise.reject(new Error(`Unsupported control request subtype: ${request.subtype}`)),
    exited: (ending) => {
      note('exited');
      ended.resolve(ending);
    },
  };
  const adapter = new CliAdapter({
    options: {
      pathToClaudeCodeExecutable: pathToFake(name),
      ...options,
      env: { FAKE_RECORD: record, ANTHROPIC_API_KEY: KEY, ...options.env },
    },
    start: { kind: 'fresh', sessionId: randomUUID() },
    controlTimeout,
    clock: systemClock,
    logger: {
      debug: () => undefined,
      warn: (text) => warnings.push(text),
      error: (text) => warnings.push(text),
    },
  });
  const received = (): string => readFileSync(record, 'utf8');
  const run: FakeRun = {
    adapter,
    reports,
    messages,
    frames,
    warnings,
    ready: ready.promise,
    ended: ended.promise,
    received,
    lines: () =>
      received()
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    ask: (content) => {
      const id = randomUUID();
      adapter.write({ id, content });
      return id;
    },
    until: (condition) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = messages.find(condition);
          if (found === undefined && reports.at(-1) !== 'exited') return;
          looks.delete(look);
          if (found === undefined) reject(new Error('The process ended, and it was not said.'));
          else resolve(found);
        };
        looks.add(look);
        look();
      }),
  };
  running.add(run);
  begin(adapter, sink);
  return run;
}

/** The text of a message of the model, and the type of any other. */
export function textOf(message: Message): string {
  if (message.type !== 'assistant') return message.type;
  const [block] = message.message.content;
  return block?.type === 'text' ? block.text : message.type;
}

/** Waits until the fake has said that it has come to its end. */
export async function said(run: FakeRun): Promise<string[]> {
  await run.until((message) => textOf(message) === 'end');
  return run.messages.map(textOf);
}
