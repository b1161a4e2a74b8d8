import type { McpServerConfig } from '../callbacks/index.js';
import type { PermissionMode } from '../options/permission-mode.js';
import type { ContextUsage } from './context-usage.js';
import type { McpServerStatus, McpSetServersResult } from './mcp-status.js';
import type { RewindFilesResult } from './rewind-files.js';
import type { ModelInfo } from './server-info.js';

type Nothing = Readonly<Record<string, never>>;
type Fields = Readonly<Record<string, unknown>>;

/**
 * Control requests that the CLI is known to serve, with the fields of each and of its answer, in the CLI's own spelling
 * (`cli-protocol.md`, 4.2).
 */
export interface ControlRequests {
  set_model: { payload: { readonly model?: string | null }; answer: { readonly model: string } };
  set_permission_mode: {
    payload: { readonly mode: PermissionMode };
    answer: { readonly mode: PermissionMode };
  };
  set_max_thinking_tokens: {
    payload: {
      readonly max_thinking_tokens: number | null;
      readonly thinking_display?: 'summarized' | 'omitted' | 'highlights' | null;
    };
    answer: Nothing;
  };
  mcp_status: { payload: Nothing; answer: { readonly mcpServers: readonly McpServerStatus[] } };
  mcp_reconnect: { payload: { readonly serverName: string }; answer: Nothing };
  mcp_toggle: { payload: { readonly serverName: string; readonly enabled: boolean }; answer: Nothing };
  mcp_set_servers: {
    payload: { readonly servers: Readonly<Record<string, McpServerConfig>> };
    answer: McpSetServersResult;
  };
  mcp_call: {
    payload: { readonly tool: string; readonly arguments: Fields };
    answer: { readonly content: readonly Fields[] };
  };
  mcp_read_resource: {
    payload: { readonly serverName: string; readonly uri: string };
    answer: { readonly contents: readonly Fields[] };
  };
  set_mcp_permission_mode_override: {
    payload: { readonly serverName: string; readonly mode: 'default' | 'auto' | null };
    answer: { readonly warning?: string };
  };
  get_context_usage: { payload: { readonly detail?: 'summary' | 'full' }; answer: ContextUsage };
  rewind_files: {
    payload: { readonly user_message_id: string; readonly dry_run?: boolean };
    answer: RewindFilesResult;
  };
  stop_task: { payload: { readonly task_id: string }; answer: Nothing };
  background_tasks: {
    payload: { readonly tool_use_id?: string };
    answer: { readonly backgrounded?: boolean };
  };
  get_task_output: {
    payload: { readonly task_id: string };
    answer: { readonly output: string; readonly total_bytes: number; readonly truncated: boolean };
  };
  cancel_async_message: {
    payload: { readonly message_uuid: string };
    answer: { readonly cancelled: boolean };
  };
  get_settings: { payload: Nothing; answer: Fields };
  apply_flag_settings: { payload: { readonly settings: Fields }; answer: Nothing };
  update_settings: {
    payload: { readonly source: 'localSettings' | 'userSettings'; readonly settings: Fields };
    answer: Nothing;
  };
  get_usage: { payload: { readonly skip_behaviors?: boolean }; answer: Fields };
  get_session_cost: { payload: Nothing; answer: { readonly text: string } };
  get_status: { payload: Nothing; answer: { readonly sections: readonly Fields[] } };
  get_plan: { payload: Nothing; answer: { readonly exists: boolean } & Fields };
  get_hooks_listing: { payload: Nothing; answer: Fields };
  list_models: { payload: Nothing; answer: { readonly models: readonly ModelInfo[] } };
  list_permission_rules: { payload: Nothing; answer: { readonly state: Fields } };
  read_file: {
    payload: { readonly path: string; readonly max_bytes?: number; readonly encoding?: 'utf-8' | 'base64' };
    answer: { readonly contents: string; readonly absPath: string } & Fields;
  };
  seed_read_state: { payload: { readonly path: string; readonly mtime: number }; answer: Nothing };
  reload_plugins: { payload: Fields; answer: Fields };
  reload_skills: { payload: Nothing; answer: Fields };
  reload_output_styles: { payload: Nothing; answer: { readonly available_output_styles: readonly string[] } };
  side_question: { payload: { readonly question: string }; answer: { readonly response: string } & Fields };
  rename_session: { payload: { readonly title: string }; answer: Nothing };
  export_conversation: {
    payload: Nothing;
    answer: { readonly text: string; readonly default_filename: string };
  };
}

/** The fields of a request, beside its subtype; of an unknown one, anything. */
export type ControlPayload<Subtype extends string> = Subtype extends keyof ControlRequests
  ? ControlRequests[Subtype]['payload']
  : Fields;

/** The fields of the answer to it. */
export type ControlAnswer<Subtype extends string> = Subtype extends keyof ControlRequests
  ? ControlRequests[Subtype]['answer']
  : Fields;
