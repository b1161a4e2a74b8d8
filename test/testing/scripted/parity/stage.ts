import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cliBackend } from '../../../../src/adapter/cli/cli-backend.js';
import { deferred } from '../../../../src/base/deferred.js';
import type { Message } from '../../../../src/protocol/messages/index.js';
import type { SessionOptions } from '../../../../src/protocol/options/session-options.js';
import {
  apiError,
  apiErrorReply,
  assistantMessage,
  createSandbox,
  gate,
  paused,
  reply,
  scriptedBackend,
  startMessagesApi,
  streamedText,
  textDelta,
  partialMessage,
  toolResultMessage,
  toolUse,
  toolUseBlock,
  useTool,
  type PausedReply,
  type ScriptedReply,
} from '../../../../src/testing/index.js';
import { until } from '../../../support/until.js';
import type { DrivenBackend, Driver } from './driver.js';

/** Lets something go that waits. */
export interface Gate {
  readonly open: () => Promise<void>;
}

/** A tool that runs until its gate opens. */
export interface RunningTool extends Gate {
  /** Resolves once it runs. That it was called says less: the message with the call may be open then. */
  readonly begun: () => Promise<unknown>;
}

/** A world in which sessions run, and what its model does next; there is one with the real CLI and one without. */
export interface Stage extends AsyncDisposable {
  readonly backend: DrivenBackend;
  readonly options: SessionOptions;
  /** A second working directory. */
  readonly elsewhere: string;
  says(text: string): void;
  /** The answer comes when the gate opens. */
  saysLater(text: string): Gate;
  /** The pieces are streamed, and nothing comes after them. */
  stallsAfter(...pieces: string[]): void;
  fails(status: number): void;
  /** Calls a tool that runs until the gate opens, and answers when its result is there; or begins to, and `stalls`. */
  usesTool(answer: string, options?: { readonly stalls: boolean }): RunningTool;
  /** Calls Bash, which ends with an `echo`, for the first time; the hook, if there is one, is of PreToolUse. */
  callsBash(command: string, answer: string, hook?: string): void;
  /** Calls a tool in a message that then stands still. */
  stallsBehindTool(): void;
  /** Begins a turn that nobody asked for, with what the model does next. `driver` has had no turn yet. */
  wakes(driver: Driver, model: () => void): Promise<void>;
  /** The prompts that the last request to the model held. */
  lastPrompts(): readonly string[];
}

const mayAll = { permissionMode: 'bypassPermissions', allowDangerouslySkipPermissions: true } as const;

export async function realStage(): Promise<Stage> {
  const api = await startMessagesApi();
  const sandbox = await createSandbox(api);
  const elsewhere = join(sandbox.root, 'elsewhere');
  await mkdir(elsewhere);
  const waitFor = (): RunningTool & { command: string } => {
    const file = join(sandbox.root, randomUUID());
    const begun = `${file}.begun`;
    const command = `touch ${begun}; until [ -e ${file} ]; do sleep 0.02; done; echo done`;
    return { command, begun: () => until(() => existsSync(begun)), open: () => writeFile(file, '') };
  };
  return {
    backend: cliBackend,
    options: { ...sandbox.options, ...mayAll },
    elsewhere,
    says: (text) => api.enqueue(text),
    saysLater: (text) => {
      const held = gate(text);
      api.enqueue(held);
      return { open: () => Promise.resolve(held.open()) };
    },
    stallsAfter: (...pieces) => api.enqueue(stalling(pieces)),
    // Some are tried again in another way, whatever the number of retries.
    fails: (status) => api.setReply(apiError(status)),
    usesTool: (answer, { stalls } = { stalls: false }) => {
      const { command, ...tool } = waitFor();
      api.enqueue(toolUse('Bash', { command }), stalls ? stalling([answer]) : answer);
      return tool;
    },
    callsBash: (command, answer) => api.enqueue(toolUse('Bash', { command }), answer),
    stallsBehindTool: () => {
      const { command } = waitFor();
      api.enqueue(reply(toolUse('Bash', { command }), stalling(['a word'])));
    },
    wakes: async (driver, model) => {
      const { command, open } = waitFor();
      api.enqueue(toolUse('Bash', { command, run_in_background: true }), 'It runs.');
      await driver.ask('launch');
      driver.log.length = 0;
      model();
      await open();
    },
    lastPrompts: () => (api.requests.at(-1)?.userTexts ?? []).map((text) => text.trim()),
    [Symbol.asyncDispose]: async () => {
      await api.close();
      await sandbox.remove();
    },
  };
}

/** A reply that is streamed up to the last of the pieces, and stands still then. */
function stalling(pieces: readonly string[]): PausedReply {
  const story = paused([...pieces, 'never said']);
  story.release(pieces.length);
  return story;
}

export function scriptedStage(): Promise<Stage> {
  const backend = scriptedBackend();
  let next = (reply: ScriptedReply): void => backend.enqueue(reply);
  async function* toolTurn(
    until: Promise<void>,
    answer: () => AsyncIterable<Message>,
  ): AsyncGenerator<Message> {
    const call = toolUseBlock('Bash');
    yield assistantMessage([call]);
    await until;
    yield toolResultMessage(call.id, 'done');
    yield* answer();
  }
  async function* stalled(pieces: readonly string[]): AsyncGenerator<Message> {
    yield partialMessage({ type: 'message_start', message: {} });
    yield partialMessage({
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'text', text: '' },
    });
    for (const piece of pieces) yield textDelta(piece);
    await new Promise(() => undefined);
  }
  async function* stalledBehindTool(): AsyncGenerator<Message> {
    yield partialMessage({ type: 'message_start', message: {} });
    yield assistantMessage([toolUseBlock('Bash')]);
    yield partialMessage({
      type: 'content_block_start',
      index: 1,
      content_block: { type: 'text', text: '' },
    });
    yield textDelta('a word', 1);
    await new Promise(() => undefined);
  }
  async function* later(text: string, until: Promise<void>): AsyncGenerator<Message> {
    await until;
    yield* streamedText(text);
  }
  const gated = (): Gate & { opened: Promise<void> } => {
    const { promise: opened, resolve } = deferred();
    return { opened, open: () => Promise.resolve(resolve()) };
  };
  return Promise.resolve({
    backend,
    options: { cwd: '/', env: { CLAUDE_CONFIG_DIR: '/scripted' }, ...mayAll },
    elsewhere: '/tmp',
    says: (text) => next(text),
    saysLater: (text) => {
      const held = gated();
      next(later(text, held.opened));
      return held;
    },
    stallsAfter: (...pieces) => next(stalled(pieces)),
    fails: (status) => next(apiErrorReply(status, 'The API failed.')),
    usesTool: (answer, { stalls } = { stalls: false }) => {
      const held = gated();
      next(toolTurn(held.opened, () => (stalls ? stalled([answer]) : later(answer, held.opened))));
      return { open: held.open, begun: () => Promise.resolve() };
    },
    callsBash: (command, answer, hook) =>
      backend.enqueue(async function* ({ ask }) {
        const run = (input: Readonly<Record<string, unknown>>): string => echoOf(input.command);
        const call = toolUseBlock('Bash', { command });
        yield* useTool({ ask, call, run, ...(hook !== undefined && { hook }) });
        yield* streamedText(answer);
      }),
    stallsBehindTool: () => next(stalledBehindTool()),
    wakes: async (driver, model) => {
      await driver.ask('launch');
      driver.log.length = 0;
      const enqueue = next;
      const adapter = backend.adapters.find((made) => made === driver.adapter);
      next = (reply) => void adapter?.ownTurn(reply);
      model();
      next = enqueue;
    },
    lastPrompts: () => {
      const last = backend.requests.at(-1);
      return [...(last?.history ?? []).flatMap(promptText), ...(last ? [last.text] : [])];
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

function echoOf(command: unknown): string {
  return /echo (.*)$/.exec(String(command))?.[1] ?? '';
}

function promptText(message: Message): string[] {
  return message.type === 'user' && typeof message.message.content === 'string'
    ? [message.message.content]
    : [];
}
