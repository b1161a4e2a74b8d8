import type { Conversations } from './conversations.js';
import type { Script, ScriptedRequest } from './script.js';

/** What the processes of a backend share. */
export interface ScriptedWorld {
  readonly script: Script;
  readonly conversations: Conversations;
  /** Told of each request to the model, as the API behind a real CLI is. */
  readonly asked: (request: ScriptedRequest) => void;
}
