import { randomUUID } from 'node:crypto';
import type { ResultMessage } from '../../protocol/messages/index.js';
import type { Prompt } from '../../protocol/wire/prompt.js';
import { localCommandResult } from './message-builders.js';
import type { AskHost, Denial } from './host-request.js';
import type { OpenConversation } from './open-conversation.js';
import type { PromptQueue } from './prompt-queue.js';
import { commandOf, textOf } from './prompt-text.js';
import type { Script, ScriptedReply, ScriptedRequest } from './script.js';
import { endState, lifecycle, Turn, type Say } from './turn.js';
import type { TurnMatter } from './turn-loop.js';

/** What the turns of a process have in common. */
export interface TurnPlayerRequest {
  readonly conversation: OpenConversation;
  readonly script: Script;
  readonly includePartials: boolean;
  readonly say: Say;
  /** Fields of `init`, beside the prompts that it names. */
  readonly initFields: () => object;
  readonly queue: PromptQueue;
  readonly ask: AskHost;
  /** The tools that were denied since it was last asked for. */
  readonly takeDenials: () => readonly Denial[];
  /** Told of each request, as the API behind a real CLI is. */
  readonly asked: (request: ScriptedRequest) => void;
}

type Reply = () => ScriptedReply | Promise<ScriptedReply>;

/** The commands by which the CLI begins a new conversation. */
const CLEARING: ReadonlySet<string | undefined> = new Set(['clear', 'new', 'reset']);

/** The three kinds of turn, with what the CLI says around each: prompts, `/clear`, and those of its own. */
export class TurnPlayer {
  readonly #request: TurnPlayerRequest;

  constructor(request: TurnPlayerRequest) {
    this.#request = request;
  }

  async play(matter: TurnMatter, signal: AbortSignal): Promise<ResultMessage> {
    if (matter.kind === 'own') return this.#playOwn(matter.reply, signal);
    const { prompts } = matter;
    const { say } = this.#request;
    for (const { id } of prompts) say(lifecycle(id, 'started'));
    const result = await this.#answer(prompts, signal);
    for (const { id } of prompts) say(lifecycle(id, endState(result)));
    return result;
  }

  #playOwn(reply: ScriptedReply, signal: AbortSignal): Promise<ResultMessage> {
    const { say } = this.#request;
    const origin = { kind: 'task-notification', producer: 'session-task' };
    const task = { task_id: randomUUID().slice(0, 8), output_file: '', summary: 'It ended.' };
    say({ type: 'system', subtype: 'task_notification', status: 'completed', ...task });
    this.#init([]);
    return this.#speak([], () => reply, signal, { origin });
  }

  #answer(prompts: readonly Prompt[], signal: AbortSignal): Promise<ResultMessage> {
    const [first] = prompts;
    const command = first && commandOf(first.content);
    if (first && CLEARING.has(command)) return Promise.resolve(this.#clear(first, command ?? ''));
    this.#init(prompts);
    const request = this.#ask(prompts, signal);
    return this.#speak(
      prompts,
      () => {
        this.#request.asked(request);
        return this.#request.script(request);
      },
      signal,
    );
  }

  #ask(prompts: readonly Prompt[], signal: AbortSignal): ScriptedRequest {
    const { ask, conversation } = this.#request;
    const { sessionId, messages } = conversation;
    const contents = prompts.map(({ content }) => content);
    const text = contents.map(textOf).join('\n');
    return { sessionId, prompts: contents, text, history: [...messages], signal, ask };
  }

  #speak(
    prompts: readonly Prompt[],
    reply: Reply,
    signal: AbortSignal,
    resultFields: object = {},
  ): Promise<ResultMessage> {
    const { conversation, includePartials, say, queue, takeDenials } = this.#request;
    const takeWaiting = (): readonly Prompt[] => queue.takePlain();
    const common = { conversation, includePartials, say, takeDenials };
    const turn = new Turn({ ...common, prompts, takeWaiting, signal, resultFields });
    return turn.play(reply);
  }

  /** Up to the reset the CLI speaks of the conversation that ends, and from `init` on of the new one. */
  #clear(prompt: Prompt, command: string): ResultMessage {
    const { conversation, say } = this.#request;
    const reset = { trigger: 'clear', new_conversation_id: randomUUID(), user_message_uuid: prompt.id };
    say({ type: 'conversation_reset', ...reset });
    say({ type: 'system', subtype: 'background_tasks_changed', tasks: [] });
    conversation.clear({ ...prompt, content: asRecorded(command) });
    this.#init([prompt]);
    const result = localCommandResult(command);
    say({ ...result, ...naming([prompt.id]) });
    return result;
  }

  #init(prompts: readonly Prompt[]): void {
    const { say, initFields } = this.#request;
    const named = prompts.length === 0 ? {} : { user_message_uuids: prompts.map(({ id }) => id) };
    say({ type: 'system', subtype: 'init', ...initFields(), ...named });
  }
}

/** How a transcript holds a slash command. */
function asRecorded(command: string): string {
  const indent = ' '.repeat(12);
  return (
    `<command-name>/${command}</command-name>\n${indent}<command-message>${command}</command-message>\n` +
    `${indent}<command-args></command-args>`
  );
}

function naming(promptIds: readonly string[]): object {
  return { user_message_uuid: promptIds.at(-1), user_message_uuids: promptIds };
}
