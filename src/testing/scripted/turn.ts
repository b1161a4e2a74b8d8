import type { Message, ResultMessage } from '../../protocol/messages/index.js';
import type { Prompt } from '../../protocol/wire/prompt.js';
import type { Denial } from './host-request.js';
import { interruption } from './interruption.js';
import { resultMessage } from './message-builders.js';
import type { OpenConversation } from './open-conversation.js';
import { OpenParts } from './open-parts.js';
import { messagesOf } from './reply-source.js';
import type { ScriptedReply } from './script.js';

/** Says one line on stdout; the ids that every line has are added. */
export type Say = (line: object) => void;

/** What a turn is made from. */
export interface TurnRequest {
  /** What it answers; nothing, where the CLI begins it by itself. */
  readonly prompts: readonly Prompt[];
  readonly conversation: OpenConversation;
  readonly includePartials: boolean;
  readonly say: Say;
  /** The waiting prompts that the turn takes in after a tool (`cli-protocol.md`, 6.3). */
  readonly takeWaiting: () => readonly Prompt[];
  readonly signal: AbortSignal;
  /** The tools that were denied. */
  readonly takeDenials: () => readonly Denial[];
  /** Laid over the result. */
  readonly resultFields: object;
}

/** One turn: says a reply from the first message to the result, as the CLI would. */
export class Turn {
  readonly #request: TurnRequest;
  readonly #promptIds: string[];
  /** The prompt that the turn is named after; those that are taken in later do not change it. */
  #lastPromptId: string | undefined;
  readonly #folded: string[] = [];
  readonly #open = new OpenParts();
  /** The kinds of message of which the first has named the prompts. */
  readonly #named = new Set<string>();
  #text = '';

  constructor(request: TurnRequest) {
    this.#request = request;
    this.#promptIds = request.prompts.map(({ id }) => id);
    this.#lastPromptId = this.#promptIds.at(-1);
  }

  /** Ends with the result that it said. Rejects where the reply does. */
  async play(reply: () => ScriptedReply | Promise<ScriptedReply>): Promise<ResultMessage> {
    const { signal } = this.#request;
    for (const prompt of this.#request.prompts) this.#request.conversation.addPrompt(prompt);
    for await (const message of messagesOf(reply, signal)) {
      if (message.type === 'result') return this.#finish(message);
      this.#hear(message);
    }
    return this.#finish(resultMessage({ result: this.#text }));
  }

  #hear(message: Message): void {
    const { conversation, includePartials, say } = this.#request;
    this.#open.add(message);
    if (message.type === 'stream_event' && !includePartials) return;
    const isSpoken = message.type === 'assistant' || message.type === 'user';
    say({ ...(isSpoken ? conversation.add(message) : message), ...this.#naming(message) });
    if (message.type === 'assistant') this.#text = lastText(message.message.content) ?? this.#text;
    if (message.type === 'user' && this.#open.tools.length === 0 && isToolResult(message)) this.#fold();
  }

  #fold(): void {
    const { conversation, say, takeWaiting } = this.#request;
    for (const prompt of takeWaiting()) {
      say(lifecycle(prompt.id, 'started'));
      conversation.addPrompt(prompt);
      this.#folded.push(prompt.id);
      this.#promptIds.push(prompt.id);
      this.#lastPromptId ??= prompt.id;
    }
  }

  #finish(given: ResultMessage): ResultMessage {
    const { say, signal, resultFields, takeDenials } = this.#request;
    const cut = signal.aborted ? interruption(this.#open) : { messages: [], result: given };
    for (const message of cut.messages) this.#hear(message);
    // Those that were taken in on the way end before the result, the turn's own behind it.
    for (const id of this.#folded) say(lifecycle(id, endState(cut.result)));
    const denials = takeDenials();
    const denied = denials.length > 0 && { permission_denials: denials };
    say({ ...cut.result, ...denied, ...resultFields, ...this.#prompts() });
    return cut.result;
  }

  #naming({ type }: Message): object {
    if ((type !== 'assistant' && type !== 'stream_event') || this.#named.has(type)) return {};
    if (this.#promptIds.length > 0) this.#named.add(type);
    return this.#prompts();
  }

  #prompts(): object {
    return this.#promptIds.length === 0
      ? {}
      : { user_message_uuid: this.#lastPromptId, user_message_uuids: [...this.#promptIds] };
  }
}

/** A step in the life of a prompt. */
export function lifecycle(promptId: string, state: string): object {
  return { type: 'command_lifecycle', command_uuid: promptId, state };
}

/** How the prompts of a turn end: also a turn in which the API failed leaves them `cancelled`. */
export function endState({ terminal_reason: reason }: ResultMessage): 'completed' | 'cancelled' {
  return /^aborted_|_error$/.test(reason ?? '') ? 'cancelled' : 'completed';
}

type Content = Extract<Message, { type: 'assistant' | 'user' }>['message']['content'];

function lastText(content: Content): string | undefined {
  if (typeof content === 'string') return content;
  return content.findLast((block) => block.type === 'text')?.text;
}

function isToolResult({ message: { content } }: Extract<Message, { type: 'user' }>): boolean {
  return typeof content !== 'string' && content.some((block) => block.type === 'tool_result');
}
