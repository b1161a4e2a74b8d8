import type { PermissionMode } from '../options/permission-mode.js';
import type { HookProgressMessage, HookResponseMessage, HookStartedMessage } from './hook-messages.js';
import type {
  ApiRetryMessage,
  ModelRefusalFallbackMessage,
  ModelRefusalNoFallbackMessage,
  ThinkingTokensMessage,
} from './model-messages.js';
import type * as Notices from './notices.js';
import type { SystemFields } from './system-fields.js';
import type {
  BackgroundTasksChangedMessage,
  TaskNotificationMessage,
  TaskProgressMessage,
  TaskStartedMessage,
  TaskUpdatedMessage,
} from './task-messages.js';

/** Facts about the session and its turn. A subtype that is not listed arrives as an `UnknownMessage`. */
export type SystemMessage =
  | InitMessage
  | StatusMessage
  | CompactBoundaryMessage
  | ThinkingTokensMessage
  | ApiRetryMessage
  | ModelRefusalFallbackMessage
  | ModelRefusalNoFallbackMessage
  | TaskStartedMessage
  | TaskProgressMessage
  | TaskUpdatedMessage
  | TaskNotificationMessage
  | BackgroundTasksChangedMessage
  | HookStartedMessage
  | HookProgressMessage
  | HookResponseMessage
  | Notices.PermissionDeniedMessage
  | Notices.InformationalMessage
  | Notices.NotificationMessage
  | Notices.LocalCommandOutputMessage
  | Notices.CommandsChangedMessage
  | Notices.FilesPersistedMessage
  | Notices.MemoryRecallMessage
  | Notices.ElicitationCompleteMessage
  | Notices.PluginInstallMessage
  | Notices.ControlRequestProgressMessage
  | Notices.SessionStateChangedMessage
  | Notices.SessionWritesLostMessage
  | Notices.WorkerShuttingDownMessage
  | Notices.MirrorErrorMessage
  | Notices.UntypedNoticeMessage;

/** Opens every turn, with what holds for it. */
export interface InitMessage extends SystemFields {
  readonly subtype: 'init';
  readonly session_id: string;
  readonly cwd?: string;
  readonly model?: string;
  readonly permissionMode?: PermissionMode;
  /** Where the API key comes from: `ANTHROPIC_API_KEY`, `apiKeyHelper`, `none`, … */
  readonly apiKeySource?: string;
  readonly tools?: readonly string[];
  readonly agents?: readonly string[];
  readonly skills?: readonly string[];
  readonly slash_commands?: readonly string[];
  readonly mcp_servers?: readonly {
    readonly name: string;
    readonly status: string;
    /** `sdk` is this host. Trust goes by this, never by the name. */
    readonly source?: string;
  }[];
  readonly plugins?: readonly { readonly name: string; readonly path: string; readonly version?: string }[];
  readonly output_style?: string;
  readonly claude_code_version?: string;
  readonly capabilities?: readonly string[];
  /** Uuids of the prompts that the turn answers. */
  readonly user_message_uuids?: readonly string[];
}

/** What the CLI is about; also told when the permission mode changes. */
export interface StatusMessage extends SystemFields {
  readonly subtype: 'status';
  readonly status: 'compacting' | 'requesting' | null;
  readonly permissionMode?: PermissionMode;
  readonly compact_result?: 'success' | 'failed';
  readonly compact_error?: string;
}

/** The conversation before this point was replaced by a summary. */
export interface CompactBoundaryMessage extends SystemFields {
  readonly subtype: 'compact_boundary';
  readonly compact_metadata: {
    readonly trigger: 'manual' | 'auto';
    readonly pre_tokens: number;
    readonly post_tokens?: number;
    readonly duration_ms?: number;
    /** What was not summarized; absent where everything was. */
    readonly preserved_segment?: {
      readonly head_uuid: string;
      readonly anchor_uuid: string;
      readonly tail_uuid: string;
    };
    /** The same, uuid by uuid. */
    readonly preserved_messages?: { readonly anchor_uuid: string; readonly uuids: readonly string[] };
  };
}
