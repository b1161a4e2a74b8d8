import type { Message, PromptContent } from '../../protocol/messages/index.js';
import type { AskHost } from './host-request.js';

/** What the scripted model is asked: as much as a request to the real one holds. */
export interface ScriptedRequest {
  readonly sessionId: string;
  /** The prompts of this turn; more than one where they were written while another turn ran. */
  readonly prompts: readonly PromptContent[];
  /** Their texts, joined by line breaks. */
  readonly text: string;
  /** The conversation before this turn. After a `/clear` it begins with that command, as with the real CLI. */
  readonly history: readonly Message[];
  /** Fires when the turn is interrupted or the process dies. */
  readonly signal: AbortSignal;
  /** Asks the host, as the CLI does on the way through a turn; see `useTool` for a tool that needs permission. */
  readonly ask: AskHost;
}

/**
 * What is said in a turn: a text, messages, or a source of them that sets its own pace. `init` and the result are added;
 * a result in the reply takes the place of the one that would be, and ends it. Partial messages are passed on where the
 * session asked for them (`includePartialMessages`); a text given as a string is then streamed.
 *
 * An interrupt leaves a source that stands still, too, and returns its iterator. A source that throws ends the process
 * with code 1.
 */
export type ScriptedReply = string | readonly Message[] | AsyncIterable<Message>;

/** Answers a request. */
export type Script = (request: ScriptedRequest) => ScriptedReply | Promise<ScriptedReply>;
