import type { FailedResult } from '../../errors/session-error.js';
import type { ContentBlock } from './content.js';
import type { StreamEvent } from './stream-event.js';
import type { SystemMessage } from './system.js';

/**
 * What the CLI says. Keys are the CLI's own spelling; fields that are not typed here are still there at run time
 * (the wire is open). A message of an unknown type arrives as {@link UnknownMessage}.
 */
export type Message =
  | AssistantMessage
  | UserMessage
  | ResultMessage
  | SystemMessage
  | PartialMessage
  | ConversationResetMessage
  | ToolProgressMessage
  | RateLimitMessage
  | PromptSuggestionMessage
  | UnknownMessage;

/** One finished content block of the model's answer; blocks of one API message share `message.id`. */
export interface AssistantMessage {
  readonly type: 'assistant';
  readonly uuid?: string;
  readonly session_id?: string;
  /** The tool call of a subagent that this message belongs to; `null` in the main conversation. */
  readonly parent_tool_use_id?: string | null;
  readonly timestamp?: string;
  readonly message: {
    readonly id?: string;
    readonly role: 'assistant';
    readonly model?: string;
    readonly content: readonly ContentBlock[];
    readonly stop_reason?: string | null;
    readonly usage?: Readonly<Record<string, unknown>>;
  };
  /** The turn was interrupted inside this block. */
  readonly aborted?: boolean;
  /** Kind of the API failure that this message reports in the model's place. */
  readonly error?: string;
}

/** A prompt, a tool's result, or a note of the CLI in the user's place. */
export interface UserMessage {
  readonly type: 'user';
  readonly uuid?: string;
  readonly session_id?: string;
  readonly parent_tool_use_id?: string | null;
  readonly timestamp?: string;
  readonly message: {
    readonly role: 'user';
    readonly content: string | readonly ContentBlock[];
  };
  /** A tool's result in its own structure, beside the text that the model is given. */
  readonly tool_use_result?: unknown;
  /** Made by the CLI, not by a person. */
  readonly isSynthetic?: boolean;
  /** An echo of a prompt that was written to the CLI. */
  readonly isReplay?: boolean;
  /** The summary that stands for the conversation before a compaction. */
  readonly isCompactSummary?: boolean;
}

/** The end of a turn. Judge it by `is_error` and `terminal_reason`, never by `subtype`. */
export interface ResultMessage extends FailedResult {
  readonly uuid?: string;
  /** The answer as text. */
  readonly result?: string;
  readonly stop_reason?: string | null;
  readonly num_turns?: number;
  readonly duration_ms?: number;
  readonly duration_api_ms?: number;
  /** Cost of the process so far, in US dollars: cumulative, an estimate of the CLI's. */
  readonly total_cost_usd?: number;
  readonly usage?: Readonly<Record<string, unknown>>;
  /** Usage by model, cumulative over the process; keys are model ids. */
  readonly modelUsage?: Readonly<Record<string, unknown>>;
  /** The answer in the shape of `outputFormat`; its keys are the schema's own. */
  readonly structured_output?: unknown;
  readonly permission_denials?: readonly unknown[];
  /** Uuids of the prompts that this result answers. */
  readonly user_message_uuid?: string;
  readonly user_message_uuids?: readonly string[];
  /** Who started the turn; absent or `human` for a prompt of the host's. */
  readonly origin?: { readonly kind: string };
  /** The slash command that the CLI carried out by itself. */
  readonly local_command?: string;
}

/** One event of the model's stream, as the Messages API sent it (with `includePartialMessages`). */
export interface PartialMessage {
  readonly type: 'stream_event';
  readonly event: StreamEvent;
  readonly parent_tool_use_id?: string | null;
  readonly session_id?: string;
  readonly uuid?: string;
}

/** The conversation was cleared; `session_id` is the one that ended. */
export interface ConversationResetMessage {
  readonly type: 'conversation_reset';
  readonly session_id?: string;
  readonly trigger?: string;
}

/** A tool has been running for a while. */
export interface ToolProgressMessage {
  readonly type: 'tool_progress';
  readonly tool_use_id?: string;
  readonly parent_tool_use_id?: string | null;
  readonly tool_name?: string;
  readonly elapsed_time_seconds?: number;
}

/** State of the account's rate limits, also when all is well. */
export interface RateLimitMessage {
  readonly type: 'rate_limit_event';
  readonly rate_limit_info?: Readonly<Record<string, unknown>>;
}

/** A prompt that the user might send next. */
export interface PromptSuggestionMessage {
  readonly type: 'prompt_suggestion';
  readonly suggestion: string;
}

/** A message whose type this version does not know, or whose shape is not what its type promises. */
export interface UnknownMessage {
  readonly type: 'unknown';
  readonly raw: unknown;
}
