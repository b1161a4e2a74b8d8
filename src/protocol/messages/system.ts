/** Facts about the session and its turn. A subtype that is not listed arrives as an `UnknownMessage`. */
export type SystemMessage = InitMessage | CompactBoundaryMessage | NoticeMessage;

/** Opens every turn, with what holds for it. */
export interface InitMessage {
  readonly type: 'system';
  readonly subtype: 'init';
  readonly session_id: string;
  readonly uuid?: string;
  readonly cwd?: string;
  readonly model?: string;
  readonly permissionMode?: string;
  readonly tools?: readonly string[];
  readonly slash_commands?: readonly string[];
  readonly mcp_servers?: readonly Readonly<Record<string, unknown>>[];
  readonly claude_code_version?: string;
  readonly user_message_uuids?: readonly string[];
}

/** The conversation before this point was replaced by a summary. */
export interface CompactBoundaryMessage {
  readonly type: 'system';
  readonly subtype: 'compact_boundary';
  readonly session_id?: string;
  readonly uuid?: string;
  readonly compact_metadata?: Readonly<Record<string, unknown>>;
}

/** Everything else that the CLI tells about itself, with the fields that `cli-protocol.md`, 7.6 lists. */
export interface NoticeMessage {
  readonly type: 'system';
  readonly subtype: (typeof NOTICES)[number];
  readonly session_id?: string;
  readonly uuid?: string;
  readonly [field: string]: unknown;
}

export const NOTICES = [
  'api_retry',
  'background_tasks_changed',
  'commands_changed',
  'control_request_progress',
  'elicitation_complete',
  'files_persisted',
  'hook_progress',
  'hook_response',
  'hook_started',
  'informational',
  'local_command_output',
  'memory_recall',
  'mirror_error',
  'model_fallback',
  'model_refusal_fallback',
  'model_refusal_no_fallback',
  'notification',
  'permission_denied',
  'plugin_install',
  'session_state_changed',
  'session_title_changed',
  'session_writes_lost',
  'status',
  'task_notification',
  'task_progress',
  'task_started',
  'task_updated',
  'thinking_tokens',
  'ui_invalidate',
  'worker_shutting_down',
] as const;
