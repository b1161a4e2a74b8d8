import { SessionError } from '../../errors/session-error.js';
import type { ConversationMessage } from '../../history/index.js';
import type { Message } from '../../protocol/messages/index.js';

/** The conversations that scripted sessions of one backend have had: what transcripts are to the real CLI. */
export class Conversations {
  readonly #byId = new Map<string, Message[]>();
  /** In which directory each was last spoken in, the latest last. */
  readonly #places = new Map<string, string>();

  has(sessionId: string): boolean {
    return this.#byId.has(sessionId);
  }

  /** A copy, so that a fork leaves the original as it is. */
  messages(sessionId: string): Message[] {
    return [...(this.#byId.get(sessionId) ?? [])];
  }

  save(sessionId: string, place: string, messages: readonly Message[]): void {
    this.#byId.set(sessionId, [...messages]);
    this.#places.delete(sessionId);
    this.#places.set(sessionId, place);
  }

  latest(place: string): string | undefined {
    return [...this.#places].findLast(([, where]) => where === place)?.[0];
  }

  read(sessionId: string): readonly ConversationMessage[] {
    if (!this.has(sessionId)) {
      throw new SessionError('conversation_not_found', `No scripted session had conversation ${sessionId}.`, {
        sessionId,
      });
    }
    return this.messages(sessionId).filter(isSpoken);
  }
}

/** What was said carries the ids that the adapter gave it; results and notes are no part of a conversation. */
function isSpoken(message: Message): message is Extract<ConversationMessage, { type: 'user' | 'assistant' }> {
  return message.type === 'user' || message.type === 'assistant';
}
