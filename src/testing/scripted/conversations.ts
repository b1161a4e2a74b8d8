import { resolve } from 'node:path';
import type { Where } from '../../adapter/session-adapter.js';
import { SessionError } from '../../errors/session-error.js';
import { configDirectory, projectKey, type ConversationMessage } from '../../history/index.js';
import type { AssistantMessage, UserMessage } from '../../protocol/messages/index.js';
import { environmentOf } from '../../protocol/options/environment.js';

/** A message as a transcript holds it. */
export type SpokenMessage = (UserMessage | AssistantMessage) & { readonly uuid: string };

/** Where a conversation is kept: two sessions share conversations exactly where two real CLIs would. */
export interface Place {
  /** Of the configuration; what is kept in another one is not seen. */
  readonly directory: string;
  /** Of the working directory. */
  readonly project: string;
}

/** A conversation that is kept. */
export interface KeptConversation {
  readonly sessionId: string;
  readonly place: Place;
  readonly messages: readonly SpokenMessage[];
}

/** The conversations that scripted sessions of one backend have had: what transcripts are to the real CLI. */
export class Conversations {
  /** In the order in which they were last written to. */
  readonly #kept = new Map<string, KeptConversation>();

  keep(conversation: KeptConversation): void {
    const key = keyOf(conversation.sessionId, conversation.place);
    this.#kept.delete(key);
    this.#kept.set(key, conversation);
  }

  /** Whether the id is taken there. It may be taken elsewhere and free there. */
  has(sessionId: string, place: Place): boolean {
    return this.#kept.has(keyOf(sessionId, place));
  }

  /** Looks in the project first, then in the others. */
  find(sessionId: string, place: Place): KeptConversation | undefined {
    return (
      this.#kept.get(keyOf(sessionId, place)) ??
      [...this.#kept.values()].findLast(
        (kept) => kept.sessionId === sessionId && kept.place.directory === place.directory,
      )
    );
  }

  latest(place: Place): string | undefined {
    const isThere = (kept: KeptConversation): boolean =>
      kept.place.directory === place.directory && kept.place.project === place.project;
    return [...this.#kept.values()].findLast(isThere)?.sessionId;
  }

  /** A copy of what was said. Throws `conversation_not_found`. */
  read(sessionId: string, place: Place): readonly ConversationMessage[] {
    const kept = this.find(sessionId, place);
    if (kept) return kept.messages.map((message) => ({ ...structuredClone(message), session_id: sessionId }));
    throw new SessionError('conversation_not_found', `No scripted session held conversation ${sessionId}.`, {
      sessionId,
    });
  }
}

/** Where a session with these options keeps its conversations. */
export function placeOf({ cwd = process.cwd(), env }: Where): Place {
  const directory = resolve(cwd, configDirectory(environmentOf(process.env, env)));
  return { directory, project: projectKey(cwd) };
}

function keyOf(sessionId: string, { directory, project }: Place): string {
  return JSON.stringify([directory, project, sessionId]);
}
