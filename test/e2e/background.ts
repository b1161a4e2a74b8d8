import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message, Session } from 'troupe';
import { gate, toolUse, type ReceivedRequest, type ReplyLike, type Sandbox } from 'troupe/testing';
import { lateWire, type LateWire } from '../support/late-wire.js';
import { realCli, type RealCli } from '../support/real-cli.js';
import { until } from '../support/until.js';

/** Something that stands still until it is opened. */
export interface Held {
  readonly reply: ReplyLike;
  readonly reached: () => Promise<unknown>;
  readonly open: () => Promise<void> | void;
}

/** A session with a command in the background, whose end has the CLI begin a turn of its own. */
export interface Background extends AsyncDisposable {
  readonly cli: RealCli;
  readonly wire: LateWire;
  readonly session: Session;
  /** What came at the session's `message` event, in short. */
  readonly heard: readonly string[];
  /** Ends the command; the turn that follows is answered with `replies`. */
  wake(...replies: readonly ReplyLike[]): Promise<void>;
  /** As `wake`, resolves when the turn stands where it is held, and the host has heard of it. */
  wakeHeard(held: Held): Promise<void>;
  /** The same, but the host has not heard of it. */
  wakeUnheard(held: Held, ...more: readonly ReplyLike[]): Promise<void>;
  /** The host hears, when the CLI has its second prompt. */
  hearWithPrompt(): Promise<void>;
  /** A text that is held back. */
  text(text: string): Held;
  /** A tool that runs until it is opened. */
  tool(): Held;
  /** Waits for something at the `message` event. */
  untilHeard(what: string): Promise<void>;
}

export const promptOf = (request: ReceivedRequest): string => request.lastUserText.trim();

export async function background(): Promise<Background> {
  const wire = lateWire();
  const cli = await realCli({
    reply: (request) => `re: ${promptOf(request)}`,
    system: { backend: wire.backend },
  });
  const { api, sandbox } = cli;
  const shell = (): Held & { readonly command: string } => {
    const file = join(sandbox.root, randomUUID());
    return {
      command: `touch ${file}.begun; until [ -e ${file} ]; do sleep 0.02; done; echo done`,
      get reply() {
        return toolUse('Bash', { command: this.command });
      },
      reached: () => until(() => existsSync(`${file}.begun`)),
      open: () => writeFile(file, ''),
    };
  };
  const session = cli.start({ allowedTools: ['Bash'] });
  const heard: string[] = [];
  session.on('message', (message) => heard.push(inShort(message)));
  const task = shell();
  api.enqueue(toolUse('Bash', { command: task.command, run_in_background: true }), 'It runs.');
  await session.query('launch');
  await task.reached();

  const wake = async (...replies: readonly ReplyLike[]): Promise<void> => {
    api.enqueue(...replies);
    await task.open();
  };
  return {
    cli,
    wire,
    session,
    heard,
    wake,
    wakeHeard: async (held) => {
      await wake(held.reply);
      await held.reached();
      await until(() => session.state === 'querying');
    },
    wakeUnheard: async (held, ...more) => {
      wire.hold();
      await wake(held.reply, ...more);
      await held.reached();
    },
    hearWithPrompt: async () => {
      await wire.untilPrompts('queued', 2);
      wire.release();
    },
    text: (text) => {
      const held = gate(text);
      return { reply: held, reached: () => held.reached, open: () => held.open() };
    },
    tool: shell,
    untilHeard: async (what) => {
      await until(() => heard.includes(what));
    },
    [Symbol.asyncDispose]: () => cli[Symbol.asyncDispose](),
  };
}

/** What of a message tells whose it is. */
export function inShort(message: Message): string {
  switch (message.type) {
    case 'system':
      return message.subtype;
    case 'assistant':
      return message.message.content.map((block) => (block.type === 'text' ? block.text : block.type)).join();
    case 'result':
      return `result: ${message.result ?? message.terminal_reason}`;
    default:
      return message.type;
  }
}

/** Everything a stream yields, in short. */
export async function read(messages: AsyncIterable<Message>): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const message of messages) seen.push(inShort(message));
  return seen;
}

/** What of a conversation is on disk. */
export function transcriptOf({ configDir }: Sandbox, sessionId = ''): string {
  const projects = join(configDir, 'projects');
  const files = readdirSync(projects).map((project) => join(projects, project, `${sessionId}.jsonl`));
  return files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('');
}
