import type { SlashCommand } from '../control/server-info.js';
import type { SystemFields } from './system-fields.js';

/** A tool was denied without a question. What a turn was denied in all is in its result. */
export interface PermissionDeniedMessage extends SystemFields {
  readonly subtype: 'permission_denied';
  readonly tool_name: string;
  readonly tool_use_id: string;
  /** The subagent that called it. */
  readonly agent_id?: string;
  /** What denied it: `mode`, `rule`, `classifier`, … */
  readonly decision_reason_type?: string;
  readonly decision_reason?: string;
  /** What the model was told. */
  readonly message: string;
}

/** A line for a person to read. */
export interface InformationalMessage extends SystemFields {
  readonly subtype: 'informational';
  readonly content: string;
  readonly level: 'info' | 'notice' | 'suggestion' | 'warning';
  readonly tool_use_id?: string;
  /** The turn ends here, as a hook wanted it to. */
  readonly prevent_continuation?: boolean;
  readonly tag?: string;
}

/** A line of the terminal's notifications. */
export interface NotificationMessage extends SystemFields {
  readonly subtype: 'notification';
  readonly key: string;
  readonly text: string;
  readonly priority: 'low' | 'medium' | 'high' | 'immediate';
  readonly color?: string;
  readonly timeout_ms?: number;
}

/** What a slash command printed that the CLI carried out by itself. */
export interface LocalCommandOutputMessage extends SystemFields {
  readonly subtype: 'local_command_output';
  readonly content: string;
}

/** All slash commands there are now. */
export interface CommandsChangedMessage extends SystemFields {
  readonly subtype: 'commands_changed';
  readonly commands: readonly SlashCommand[];
}

export interface FilesPersistedMessage extends SystemFields {
  readonly subtype: 'files_persisted';
  readonly files: readonly { readonly filename: string; readonly file_id: string }[];
  readonly failed: readonly { readonly filename: string; readonly error: string }[];
  readonly processed_at: string;
}

/** Memories that the model was given: whole files, or a paragraph made of many. */
export interface MemoryRecallMessage extends SystemFields {
  readonly subtype: 'memory_recall';
  readonly mode: 'select' | 'synthesize';
  readonly memories: readonly {
    readonly path: string;
    readonly scope: 'personal' | 'team' | 'organization';
    readonly content?: string;
  }[];
}

/** An MCP server says that what its user was sent to a page for is done. */
export interface ElicitationCompleteMessage extends SystemFields {
  readonly subtype: 'elicitation_complete';
  readonly mcp_server_name: string;
  readonly elicitation_id: string;
}

export interface PluginInstallMessage extends SystemFields {
  readonly subtype: 'plugin_install';
  readonly status: 'started' | 'installed' | 'failed' | 'completed';
  readonly name?: string;
  readonly error?: string;
}

/** A control request takes a while. */
export interface ControlRequestProgressMessage extends SystemFields {
  readonly subtype: 'control_request_progress';
  readonly request_id: string;
  readonly status: 'started' | 'api_retry';
  readonly attempt?: number;
  readonly max_retries?: number;
  readonly retry_delay_ms?: number;
  readonly error_status?: number | null;
}

export interface SessionStateChangedMessage extends SystemFields {
  readonly subtype: 'session_state_changed';
  readonly state: 'idle' | 'running' | 'requires_action';
}

/** The disk was full: what is named here will be missing when the conversation is resumed. */
export interface SessionWritesLostMessage extends SystemFields {
  readonly subtype: 'session_writes_lost';
  readonly error_code: 'ENOSPC' | 'EDQUOT';
  readonly lost: readonly ('transcript' | 'global_config')[];
  readonly transcript_session_ids?: readonly string[];
}

export interface WorkerShuttingDownMessage extends SystemFields {
  readonly subtype: 'worker_shutting_down';
  readonly reason: string;
}

/** A copy of the transcript could not be kept. */
export interface MirrorErrorMessage extends SystemFields {
  readonly subtype: 'mirror_error';
  readonly error: string;
  readonly key: { readonly projectKey: string; readonly sessionId: string; readonly subpath?: string };
}

/** What the CLI says and the official SDK has no type for. */
export interface UntypedNoticeMessage extends SystemFields {
  readonly subtype: 'model_fallback' | 'session_title_changed' | 'ui_invalidate';
  readonly [field: string]: unknown;
}
