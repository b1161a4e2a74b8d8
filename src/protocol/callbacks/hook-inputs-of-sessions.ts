import type { BaseHookInput } from './hook-input-base.js';
import type { HookEvent } from './hook-events.js';

/** The CLI wants a person's attention. */
export interface NotificationHookInput extends BaseHookInput<'Notification'> {
  readonly message: string;
  readonly title?: string;
  readonly notification_type: string;
}

/** A conversation begins, or goes on after its beginning was cleared or summed up. */
export interface SessionStartHookInput extends BaseHookInput<'SessionStart'> {
  readonly source: 'startup' | 'resume' | 'clear' | 'compact' | 'fork';
  readonly agent_type?: string;
  readonly model?: string;
  readonly session_title?: string;
  /** These four after a `resume` or a `fork`. */
  readonly seconds_since_last_response?: number;
  readonly context_tokens?: number;
  readonly prompt_cache_likely_expired?: boolean;
  readonly estimated_cache_write_usd?: number;
}

export interface SessionEndHookInput extends BaseHookInput<'SessionEnd'> {
  readonly reason: 'clear' | 'resume' | 'logout' | 'prompt_input_exit' | 'other';
}

export interface SetupHookInput extends BaseHookInput<'Setup'> {
  readonly trigger: 'init' | 'maintenance';
}

/** A settings file, or a skill, has changed. */
export interface ConfigChangeHookInput extends BaseHookInput<'ConfigChange'> {
  readonly source: 'user_settings' | 'project_settings' | 'local_settings' | 'policy_settings' | 'skills';
  readonly file_path?: string;
}

/** A `CLAUDE.md`, or what it includes, was read. */
export interface InstructionsLoadedHookInput extends BaseHookInput<'InstructionsLoaded'> {
  readonly file_path: string;
  readonly memory_type: 'User' | 'Project' | 'Local' | 'Managed';
  readonly load_reason: 'session_start' | 'nested_traversal' | 'path_glob_match' | 'include' | 'compact';
  readonly globs?: string[];
  readonly trigger_file_path?: string;
  readonly parent_file_path?: string;
}

export interface CwdChangedHookInput extends BaseHookInput<'CwdChanged'> {
  readonly old_cwd: string;
  readonly new_cwd: string;
}

/** A file that is watched has changed. */
export interface FileChangedHookInput extends BaseHookInput<'FileChanged'> {
  readonly file_path: string;
  readonly event: 'change' | 'add' | 'unlink';
}

/** Tools may work in one more directory. */
export interface DirectoryAddedHookInput extends BaseHookInput<'DirectoryAdded'> {
  readonly directory: string;
  readonly source: 'slash_command' | 'register_repo_root';
}

/** A worktree is wanted; the hook makes it, and says where it is. */
export interface WorktreeCreateHookInput extends BaseHookInput<'WorktreeCreate'> {
  readonly name: string;
}

export interface WorktreeRemoveHookInput extends BaseHookInput<'WorktreeRemove'> {
  readonly worktree_path: string;
}

interface TaskOfList<Event extends HookEvent> extends BaseHookInput<Event> {
  readonly task_id: string;
  readonly task_subject: string;
  readonly task_description?: string;
  readonly teammate_name?: string;
  /** @deprecated by the CLI. */
  readonly team_name?: string;
}

/** The model has put a task on its list. */
export type TaskCreatedHookInput = TaskOfList<'TaskCreated'>;

export type TaskCompletedHookInput = TaskOfList<'TaskCompleted'>;

export interface TeammateIdleHookInput extends BaseHookInput<'TeammateIdle'> {
  readonly teammate_name: string;
  /** @deprecated by the CLI. */
  readonly team_name: string;
}
