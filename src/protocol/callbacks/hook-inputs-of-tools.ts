import type { BaseHookInput, McpServerProvenance } from './hook-input-base.js';
import type { PermissionUpdate } from './permission.js';

/** Before a tool runs, and before anybody is asked whether it may. */
export interface PreToolUseHookInput extends BaseHookInput<'PreToolUse'> {
  readonly tool_name: string;
  readonly tool_input: unknown;
  readonly tool_use_id: string;
  readonly mcp_server?: McpServerProvenance;
}

/** A tool has run. */
export interface PostToolUseHookInput extends BaseHookInput<'PostToolUse'> {
  readonly tool_name: string;
  readonly tool_input: unknown;
  readonly tool_response: unknown;
  readonly tool_use_id: string;
  /** In ms, without questions and hooks. */
  readonly duration_ms?: number;
  readonly mcp_server?: McpServerProvenance;
}

/** A tool has failed. */
export interface PostToolUseFailureHookInput extends BaseHookInput<'PostToolUseFailure'> {
  readonly tool_name: string;
  readonly tool_input: unknown;
  readonly tool_use_id: string;
  readonly error: string;
  readonly is_interrupt?: boolean;
  /** In ms, without questions and hooks. */
  readonly duration_ms?: number;
  readonly mcp_server?: McpServerProvenance;
}

/** All tools of one message of the model's have run, or failed; the next request comes after this. */
export interface PostToolBatchHookInput extends BaseHookInput<'PostToolBatch'> {
  readonly tool_calls: PostToolBatchToolCall[];
}

export interface PostToolBatchToolCall {
  readonly tool_name: string;
  readonly tool_input: unknown;
  readonly tool_use_id: string;
  readonly tool_response?: unknown;
}

/** Somebody is about to be asked whether a tool may be used. */
export interface PermissionRequestHookInput extends BaseHookInput<'PermissionRequest'> {
  readonly tool_name: string;
  readonly tool_input: unknown;
  readonly permission_suggestions?: PermissionUpdate[];
  readonly mcp_server?: McpServerProvenance;
}

/** A tool was refused by the classifier of the permission mode `auto`. */
export interface PermissionDeniedHookInput extends BaseHookInput<'PermissionDenied'> {
  readonly tool_name: string;
  readonly tool_input: unknown;
  readonly tool_use_id: string;
  readonly reason: string;
  readonly mcp_server?: McpServerProvenance;
}

/** An MCP server asks something of its user. */
export interface ElicitationHookInput extends BaseHookInput<'Elicitation'> {
  readonly mcp_server_name: string;
  readonly message: string;
  readonly mode?: 'form' | 'url';
  readonly url?: string;
  readonly elicitation_id?: string;
  readonly requested_schema?: Readonly<Record<string, unknown>>;
}

/** The answer is about to go back to the MCP server. */
export interface ElicitationResultHookInput extends BaseHookInput<'ElicitationResult'> {
  readonly mcp_server_name: string;
  readonly elicitation_id?: string;
  readonly mode?: 'form' | 'url';
  readonly action: 'accept' | 'decline' | 'cancel';
  readonly content?: Readonly<Record<string, unknown>>;
}
