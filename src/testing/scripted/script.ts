import type { Message, PromptContent } from '../../protocol/messages/index.js';

/** What the scripted model is asked: as much as a request to the real one holds. */
export interface ScriptedRequest {
  readonly sessionId: string;
  /** The prompts of this turn; more than one where they were written while another turn ran. */
  readonly prompts: readonly PromptContent[];
  /** The text of the last prompt. */
  readonly text: string;
  /** The conversation so far. */
  readonly history: readonly Message[];
  /** Fires when the turn is interrupted or the process dies. */
  readonly signal: AbortSignal;
}

/**
 * What is said in a turn: a text, messages, or a source of them that sets its own pace. A first `init` and a last result
 * are added where they are missing; a source that throws ends the process with code 1.
 */
export type ScriptedReply = string | readonly Message[] | AsyncIterable<Message>;

/** Answers a request. */
export type Script = (request: ScriptedRequest) => ScriptedReply | Promise<ScriptedReply>;

/** The text of a prompt. */
export function textOf(content: PromptContent): string {
  if (typeof content === 'string') return content;
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}
