import { randomUUID } from 'node:crypto';
import type { AssistantMessage, UserMessage } from '../../protocol/messages/index.js';
import type { StartingPoint } from '../../protocol/options/launch-arguments.js';
import type { Prompt } from '../../protocol/wire/prompt.js';
import type { Conversations, KeptConversation, Place, SpokenMessage } from './conversations.js';

/** How a process comes by its conversation. */
export interface OpeningRequest {
  readonly start: StartingPoint;
  readonly place: Place;
  readonly conversations: Conversations;
  /** Whether it stays when the process is gone. */
  readonly isKept: boolean;
}

/** The conversation that a process holds. It is kept from its first message on, not from the start of the process. */
export class OpenConversation {
  readonly #request: OpeningRequest;
  readonly #place: Place;
  /** The prompts that were on record when the process came back to the conversation. */
  readonly #recorded: ReadonlySet<string>;
  #sessionId: string;
  #messages: SpokenMessage[];
  #isOver = false;

  constructor(request: OpeningRequest) {
    const { start } = request;
    const found = originOf(request);
    this.#request = request;
    // A resumed conversation stays where it was, a fork is of the place where it is made.
    this.#place = (start.kind === 'resume' ? found?.place : undefined) ?? request.place;
    this.#recorded = new Set(start.kind === 'resume' ? found?.messages.map(({ uuid }) => uuid) : []);
    this.#sessionId = start.sessionId;
    this.#messages = [...(found?.messages ?? [])];
  }

  get sessionId(): string {
    return this.#sessionId;
  }

  get messages(): readonly SpokenMessage[] {
    return this.#messages;
  }

  isRecorded(promptId: string): boolean {
    return this.#recorded.has(promptId);
  }

  /** Takes a message in; returns it with the fields that a transcript has. */
  add(message: UserMessage | AssistantMessage): SpokenMessage {
    const { uuid = randomUUID(), timestamp = new Date().toISOString() } = message;
    const spoken = { ...message, uuid, timestamp, session_id: this.#sessionId };
    if (this.#isOver) return spoken;
    this.#messages.push(spoken);
    this.#keep();
    return spoken;
  }

  addPrompt({ id, content }: Prompt): void {
    this.add({ type: 'user', uuid: id, parent_tool_use_id: null, message: { role: 'user', content } });
  }

  /** Begins a new conversation, of which the command is the first message. */
  clear(command: Prompt): void {
    this.#sessionId = randomUUID();
    this.#messages = [];
    this.addPrompt(command);
  }

  /** The process is gone: what it would still say is on no record. */
  end(): void {
    this.#isOver = true;
  }

  #keep(): void {
    const { conversations, isKept } = this.#request;
    const kept = { sessionId: this.#sessionId, place: this.#place, messages: this.#messages };
    if (isKept) conversations.keep(kept);
  }
}

function originOf({ start, conversations, place }: OpeningRequest): KeptConversation | undefined {
  if (start.kind === 'fresh') return undefined;
  return conversations.find(start.kind === 'fork' ? start.parentSessionId : start.sessionId, place);
}
