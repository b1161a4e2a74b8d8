import type { IncomingHttpHeaders } from 'node:http';
import type { ContentBlock } from '../../protocol/messages/content.js';

/** How a request ended: its reply was played to the end, the client left before, or the API was closed. */
export type RequestOutcome = 'answered' | 'aborted' | 'closed';

/** A valid request to `/v1/messages`. */
export interface ReceivedRequest {
  /** Its place among {@link MessagesApi.requests}, from 0. */
  readonly index: number;
  /** With the query: `/v1/messages?beta=true`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** What it identified itself with: `x-api-key`, else the bearer token of `authorization`. */
  readonly credential: string;
  /** The whole body as it came. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly model: string;
  /** The system prompt as one text; empty where there is none. */
  readonly system: string;
  readonly messages: readonly RequestMessage[];
  readonly tools: readonly RequestTool[];
  readonly stream: boolean;
  /** What people wrote: the texts of user messages in their order, without `<system-reminder>` blocks and tool results. */
  readonly userTexts: readonly string[];
  /** The last of `userTexts`; empty where there is none. */
  readonly lastUserText: string;
  /** The tool results of the whole conversation; those of parallel calls in the order in which they ended. */
  readonly toolResults: readonly RequestToolResult[];
  /**
   * Whether the conversation holds the text: in a user's or an assistant's message, a tool's input or its result. Not
   * looked at are the system prompt, messages with the role `system` and `<system-reminder>` blocks.
   */
  holds(text: string): boolean;
  /** Whether the text is anywhere in the request: also in the system prompt, in reminders and in the tools. */
  holdsAnywhere(text: string): boolean;
  /** Whether the client left before its reply was played to the end. */
  readonly aborted: boolean;
  /** Resolves with how the request ended, at the latest when the API is closed. */
  readonly outcome: Promise<RequestOutcome>;
}

/** One message of a request. The CLI also sends some with the role `system`. */
export interface RequestMessage {
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: string | readonly ContentBlock[];
}

/** A tool that the request offers to the model. */
export interface RequestTool {
  readonly name: string;
  readonly description?: string;
  readonly input_schema?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** What a tool answered. */
export interface RequestToolResult {
  readonly toolUseId: string;
  /** Its texts, joined by line breaks. */
  readonly text: string;
  readonly isError: boolean;
}
