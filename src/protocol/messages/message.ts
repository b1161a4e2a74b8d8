import type { FailedResult } from '../../errors/session-error.js';
import type { ContentBlock } from './content.js';
import type { AssistantMessageError } from './model-messages.js';
import type {
  ActiveGoalMessage,
  AuthStatusMessage,
  ConversationResetMessage,
  PromptSuggestionMessage,
  RateLimitMessage,
  ToolProgressMessage,
  ToolUseSummaryMessage,
} from './side-messages.js';
import type { StreamEvent } from './stream-event.js';
import type { SystemMessage } from './system.js';

/**
 * What the CLI says, as the official SDK types it. Keys are the CLI's own spelling; fields that are not typed here are
 * still there at run time (the wire is open), and a later CLI may have more words where a field has a choice of them. A
 * message of an unknown type, or without a field that its type needs, arrives as {@link UnknownMessage}.
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
  | ToolUseSummaryMessage
  | AuthStatusMessage
  | ActiveGoalMessage
  | UnknownMessage;

/** Who said it, where a subagent did: a message of the main conversation has none of these. */
interface SubagentFields {
  /** The `task_id` of its task messages. */
  readonly agent_id?: string;
  readonly subagent_type?: string;
  /** What it was started for. */
  readonly task_description?: string;
}

/** One finished content block of the model's answer; blocks of one API message share `message.id`. */
export interface AssistantMessage extends SubagentFields {
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
  readonly error?: AssistantMessageError;
  readonly request_id?: string;
  /** Uuids of the prompts that it answers, on the first message of the answer. */
  readonly user_message_uuid?: string;
  readonly user_message_uuids?: readonly string[];
  /** The turn goes on after another process was lost in it. */
  readonly resume_reason?: string;
  /** Messages that are void with this one. */
  readonly supersedes?: readonly string[];
}

/** A prompt, a tool's result, or a note of the CLI in the user's place. */
export interface UserMessage extends SubagentFields {
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
  /** Who wrote it: `human`, `task-notification`, … */
  readonly origin?: { readonly kind: string };
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
  readonly permission_denials?: readonly PermissionDenial[];
  /** Uuids of the prompts that this result answers. */
  readonly user_message_uuid?: string;
  readonly user_message_uuids?: readonly string[];
  /** Who started the turn; absent or `human` for a prompt of the host's. */
  readonly origin?: { readonly kind: string };
  /** The slash command that the CLI carried out by itself. */
  readonly local_command?: string;
}

/** A tool call that was denied. */
export interface PermissionDenial {
  readonly tool_name: string;
  readonly tool_use_id: string;
  readonly tool_input: Readonly<Record<string, unknown>>;
}

/** One event of the model's stream, as the Messages API sent it (with `includePartialMessages`). */
export interface PartialMessage {
  readonly type: 'stream_event';
  readonly event: StreamEvent;
  readonly parent_tool_use_id?: string | null;
  readonly session_id?: string;
  readonly uuid?: string;
  /** From the request to the first token, in ms; on the first event of an answer. */
  readonly ttft_ms?: number;
  readonly user_message_uuid?: string;
  readonly user_message_uuids?: readonly string[];
}

/** A message whose type this version does not know, or whose shape is not what its type promises. */
export interface UnknownMessage {
  readonly type: 'unknown';
  readonly raw: unknown;
}
