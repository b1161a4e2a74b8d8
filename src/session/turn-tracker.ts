import type { Frame } from '../adapter/session-adapter.js';
import type { Message } from '../protocol/messages/index.js';

/** Whose a frame is, and what it says of the turn. */
export interface Attribution {
  /** The prompt in flight, the session at large, or nobody (a frame that only steers). */
  readonly to: 'prompt' | 'session' | 'nobody';
  readonly event?: TurnEvent;
  /** The conversation that this turn belongs to. */
  readonly sessionId?: string;
}

/**
 * - `own_started`, `own_ended`: a turn that the CLI began by itself.
 * - `prompt_ended`, `prompt_cleared`: the result of the prompt in flight; by the latter the conversation is a new one.
 * - `prompt_cancelled`, `prompt_dropped`: the CLI let go of the prompt before it had begun with it, by the former because
 *   it was interrupted; no result will come.
 */
export type TurnEvent =
  'own_started' | 'own_ended' | 'prompt_ended' | 'prompt_cleared' | 'prompt_cancelled' | 'prompt_dropped';

/** `/new` and `/reset` are other names of `/clear`, and the CLI reports the one it was given. */
const CLEARING: ReadonlySet<unknown> = new Set(['clear', 'new', 'reset']);

/**
 * Tells by the wire alone whose each frame is (`DESIGN.md`, 'Turns and queries'). A prompt's frames are those from its
 * `started` to the result that lists it, but for what subagents of earlier turns say; one prompt is in flight at a time.
 * No I/O.
 */
export class TurnTracker {
  #prompt: { readonly id: string; begun: boolean } | undefined;
  /** The tool calls that the prompt in flight has led to, also within subagents. */
  #calls = new Set<unknown>();
  #ownTurnOpen = false;

  /** Whether a turn of the CLI's own is open. */
  get inOwnTurn(): boolean {
    return this.#ownTurnOpen;
  }

  /** Whether the prompt in flight has led to a tool call, as far as the CLI has told. */
  get calledTool(): boolean {
    return this.#calls.size > 0;
  }

  /** Whether what the CLI asks holds up the open turn: a subagent in the background may ask at any time. */
  isOfTurn({ agent_id: agent, tool_use_id: call }: Fields): boolean {
    return agent == null || this.#calls.has(call);
  }

  /** A prompt is about to be written. */
  expect(promptId: string): void {
    this.#prompt = { id: promptId, begun: false };
    this.#calls = new Set();
  }

  /** The prompt could not be written after all. */
  giveUp(): void {
    this.#prompt = undefined;
  }

  accept(frame: Frame): Attribution {
    if (frame.kind === 'lifecycle') return this.#step(frame.promptId, frame.state);
    const { message } = frame;
    if (this.#prompt) this.#prompt.begun ||= promptsOf(message).includes(this.#prompt.id);
    const result = asResult(message);
    if (result) return { ...this.#close(result), ...sessionOf(result) };
    if (message.type === 'system' && message.subtype === 'init') {
      return { ...this.#openTurn(), ...sessionOf(message) };
    }
    return { to: this.#prompt?.begun && this.#hasCaused(message) ? 'prompt' : 'session' };
  }

  /** A subagent in the background may still speak in the turns of later prompts, which it is none of. */
  #hasCaused(message: Message): boolean {
    const { parent_tool_use_id: parent } = fieldsOf(message);
    if (parent != null && !this.#calls.has(parent)) return false;
    for (const id of callsOf(message)) this.#calls.add(id);
    return true;
  }

  #step(promptId: string, state: string): Attribution {
    if (this.#prompt?.id !== promptId || this.#prompt.begun || state === 'queued') return { to: 'nobody' };
    if (state === 'started') {
      this.#prompt.begun = true;
      return { to: 'nobody' };
    }
    this.#prompt = undefined;
    return { to: 'nobody', event: state === 'cancelled' ? 'prompt_cancelled' : 'prompt_dropped' };
  }

  #openTurn(): Attribution {
    if (this.#prompt?.begun) return { to: 'prompt' };
    this.#ownTurnOpen = true;
    return { to: 'session', event: 'own_started' };
  }

  #close(result: ResultFacts): Attribution {
    if (this.#prompt && this.#isAnswer(result, this.#prompt)) {
      this.#prompt = undefined;
      this.#ownTurnOpen = false;
      return { to: 'prompt', event: CLEARING.has(result.local_command) ? 'prompt_cleared' : 'prompt_ended' };
    }
    const ownTurnOpen = this.#ownTurnOpen;
    this.#ownTurnOpen = false;
    return ownTurnOpen && !this.#prompt ? { to: 'session', event: 'own_ended' } : { to: 'session' };
  }

  /** A result that names no prompt at all is taken for the one in flight, unless the CLI says that the turn was its own. */
  #isAnswer(result: ResultFacts, { id, begun }: { readonly id: string; readonly begun: boolean }): boolean {
    const answered = promptsOf(result);
    return answered.length > 0
      ? answered.includes(id)
      : begun && !this.#ownTurnOpen && (result.origin?.kind ?? 'human') === 'human';
  }
}

/** What matters of a result, also of one whose shape is not known: it ends the turn all the same. */
type ResultFacts = Fields & {
  readonly type: 'result';
  readonly session_id?: unknown;
  readonly local_command?: unknown;
  readonly origin?: { readonly kind?: unknown };
};

function asResult(message: Message): ResultFacts | undefined {
  const fields = fieldsOf(message);
  return fields.type === 'result' ? (fields as ResultFacts) : undefined;
}

/**
 * Ids of the tools that a message calls, or that a partial one begins to. One that is missed would take a subagent's words
 * from its prompt.
 */
function callsOf(message: Message): readonly unknown[] {
  const { type, message: said, event } = fieldsOf(message);
  if (type === 'stream_event') {
    const { content_block: block } = fieldsOf(event);
    // All but a few of a turn's messages end here.
    return block === undefined ? NONE : toolCalls([block]);
  }
  if (type !== 'assistant') return NONE;
  const { content } = fieldsOf(said);
  return toolCalls(Array.isArray(content) ? content : []);
}

const NONE: readonly unknown[] = [];

function toolCalls(blocks: readonly unknown[]): readonly unknown[] {
  return blocks.map(fieldsOf).flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields of what came over the wire, also where its shape is not known and it was wrapped (once) for that. */
function fieldsOf(value: unknown): Fields {
  const fields = asFields(value);
  return fields.type === 'unknown' ? asFields(fields.raw) : fields;
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function promptsOf(message: object): readonly unknown[] {
  const { user_message_uuids: all, user_message_uuid: last } = message as Readonly<Record<string, unknown>>;
  return Array.isArray(all) ? all : last == null ? [] : [last];
}

function sessionOf({ session_id: id }: { readonly session_id?: unknown }): { sessionId?: string } {
  return typeof id === 'string' && id !== '' ? { sessionId: id } : {};
}
