import { randomUUID } from 'node:crypto';
import type { Message } from '../../protocol/messages/index.js';
import type { Prompt } from '../../protocol/wire/host-lines.js';
import { assistantMessage, resultMessage } from './message-builders.js';
import { textOf, type Script, type ScriptedReply, type ScriptedRequest } from './script.js';

/** One line on its way to the host. */
export type Say = (line: Readonly<Record<string, unknown>>) => void;

/** What a model speaks with: the conversation it holds, and where it writes. */
export interface ScriptedModelRequest {
  readonly sessionId: string;
  readonly history: readonly Message[];
  readonly script: Script;
  readonly say: Say;
  /** Told of each request, as the API behind a real CLI is. */
  readonly asked: (request: ScriptedRequest) => void;
  /** Told when what was said is on disk. */
  readonly recorded: (sessionId: string, messages: readonly Message[]) => void;
  /** The script itself failed. */
  readonly failed: (fault: unknown) => void;
}

/**
 * The conversation side of the CLI, with its rules for prompts (`cli-protocol.md`, 6): a uuid known already is dropped,
 * prompts written while a turn runs are merged into the next one, a slash command stands by itself, and an interrupt
 * ends a turn with `aborted_streaming`.
 */
export class ScriptedModel {
  readonly #request: ScriptedModelRequest;
  readonly #known = new Set<string>();
  readonly #queue: Prompt[] = [];
  #sessionId: string;
  #history: Message[];
  #turn: AbortController | undefined;

  constructor(request: ScriptedModelRequest) {
    this.#request = request;
    this.#sessionId = request.sessionId;
    this.#history = [...request.history];
  }

  prompt(prompt: Prompt): void {
    if (this.#known.has(prompt.id)) return this.#lifecycle(prompt.id, 'completed');
    this.#known.add(prompt.id);
    this.#queue.push(prompt);
    this.#lifecycle(prompt.id, 'queued');
    if (!this.#turn) void this.#serve();
  }

  /** A turn that the CLI begins by itself, as after a background task. */
  async ownTurn(reply: ScriptedReply): Promise<void> {
    const turn = (this.#turn = new AbortController());
    this.#init([]);
    const result = await this.#speak(reply, turn.signal);
    this.#say({ ...(result ?? resultMessage()), origin: { kind: 'task-notification' } });
    this.#turn = undefined;
    await this.#serve();
  }

  /** Ends the open turn; with `cancelQueued`, what waits is dropped and named. */
  interrupt(cancelQueued: boolean): Readonly<Record<string, unknown>> {
    this.#turn?.abort();
    if (!cancelQueued) return { still_queued: this.#queue.map(({ id }) => id) };
    const cancelled = this.#queue.splice(0).map(({ id }) => id);
    for (const id of cancelled) this.#lifecycle(id, 'cancelled');
    return { still_queued: [], cancelled };
  }

  /** The process is gone. */
  die(): void {
    this.#queue.length = 0;
    this.#turn?.abort();
  }

  async #serve(): Promise<void> {
    while (!this.#turn && this.#queue.length > 0) {
      this.#turn = new AbortController();
      await this.#takeTurn(this.#nextPrompts(), this.#turn.signal);
      this.#turn = undefined;
    }
  }

  #nextPrompts(): Prompt[] {
    const command = this.#queue.findIndex(({ content }) => textOf(content).startsWith('/'));
    return this.#queue.splice(0, command < 0 ? this.#queue.length : Math.max(1, command));
  }

  async #takeTurn(prompts: readonly Prompt[], signal: AbortSignal): Promise<void> {
    const ids = prompts.map(({ id }) => id);
    for (const id of ids) this.#lifecycle(id, 'started');
    const { content } = prompts.at(-1) as Prompt;
    if (content === '/clear') this.#clear(ids);
    else await this.#answer(prompts, ids, signal);
    for (const id of ids) this.#lifecycle(id, signal.aborted ? 'cancelled' : 'completed');
  }

  #clear(ids: readonly string[]): void {
    this.#say({ type: 'conversation_reset', trigger: 'clear', new_conversation_id: randomUUID() });
    this.#sessionId = randomUUID();
    this.#history = [];
    this.#request.recorded(this.#sessionId, this.#history);
    this.#init(ids);
    this.#say({ ...resultMessage({ num_turns: 0, local_command: 'clear' }), ...answering(ids) });
  }

  async #answer(prompts: readonly Prompt[], ids: readonly string[], signal: AbortSignal): Promise<void> {
    const contents = prompts.map(({ content }) => content);
    const request: ScriptedRequest = {
      sessionId: this.#sessionId,
      prompts: contents,
      text: textOf(contents.at(-1) ?? ''),
      history: [...this.#history],
      signal,
    };
    this.#init(ids);
    for (const { id, content } of prompts) {
      this.#remember({ type: 'user', uuid: id, message: { role: 'user', content } });
    }
    this.#request.asked(request);
    try {
      const reply = await this.#request.script(request);
      const result = await this.#speak(reply, signal);
      this.#request.recorded(this.#sessionId, this.#history);
      this.#say({ ...(signal.aborted ? ABORTED : (result ?? this.#resultOf())), ...answering(ids) });
    } catch (fault) {
      this.#request.failed(fault);
    }
  }

  /** Says a reply up to its result, which is returned and not said. */
  async #speak(reply: ScriptedReply, signal: AbortSignal): Promise<Message | undefined> {
    const messages = typeof reply === 'string' ? [assistantMessage(reply)] : reply;
    const source = Symbol.asyncIterator in messages ? messages : fromList(messages);
    for await (const message of until(source, signal)) {
      if (message.type === 'result') return message;
      this.#remember(message);
      this.#say(message);
    }
    if (signal.aborted) this.#say(INTERRUPTED);
    return undefined;
  }

  #resultOf(): Message {
    const last = this.#history.findLast((message) => message.type === 'assistant');
    const text = last?.message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    return resultMessage({ result: text ?? '' });
  }

  #remember(message: Message): void {
    if (message.type !== 'user' && message.type !== 'assistant') return;
    this.#history.push({ uuid: randomUUID(), ...message, session_id: this.#sessionId });
  }

  #init(ids: readonly string[]): void {
    this.#say({ type: 'system', subtype: 'init', ...(ids.length > 0 && answering(ids)) });
  }

  #lifecycle(promptId: string, state: string): void {
    this.#say({ type: 'command_lifecycle', command_uuid: promptId, state });
  }

  #say(line: object): void {
    this.#request.say({ uuid: randomUUID(), session_id: this.#sessionId, ...line });
  }
}

const INTERRUPTED: Message = {
  type: 'user',
  message: { role: 'user', content: [{ type: 'text', text: '[Request interrupted by user]' }] },
};

const ABORTED = resultMessage({
  subtype: 'error_during_execution',
  is_error: true,
  terminal_reason: 'aborted_streaming',
  errors: ['[ede_diagnostic] interrupted'],
});

function answering(ids: readonly string[]): Readonly<Record<string, unknown>> {
  return { user_message_uuid: ids.at(-1), user_message_uuids: ids };
}

async function* fromList(messages: readonly Message[]): AsyncGenerator<Message> {
  for (const message of messages) yield await Promise.resolve(message);
}

/** Leaves a source that does not move any more when the signal fires. */
async function* until(source: AsyncIterable<Message>, signal: AbortSignal): AsyncGenerator<Message> {
  const iterator = source[Symbol.asyncIterator]();
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  for (;;) {
    const next = signal.aborted ? undefined : await Promise.race([iterator.next(), aborted]);
    if (next?.done !== false) return;
    yield next.value;
  }
}
