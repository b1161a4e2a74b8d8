import type { AssistantMessageError } from '../messages/model-messages.js';
import type { BaseHookInput } from './hook-input-base.js';
import type { HookEvent } from './hook-events.js';

/** A prompt has come, and was not sent to the model yet. */
export interface UserPromptSubmitHookInput extends BaseHookInput<'UserPromptSubmit'> {
  readonly prompt: string;
  /** Who wrote it; `sdk` is this host, `system` the CLI itself. */
  readonly source?: 'user' | 'sdk' | 'system' | 'loop_wakeup' | 'schedule_wakeup' | 'poll_event';
  readonly session_title?: string;
}

/** A prompt is a command, and is about to be replaced by what that stands for. */
export interface UserPromptExpansionHookInput extends BaseHookInput<'UserPromptExpansion'> {
  readonly expansion_type: 'slash_command' | 'mcp_prompt';
  readonly command_name: string;
  readonly command_args: string;
  readonly command_source?: string;
  readonly prompt: string;
}

interface Stopping<Event extends HookEvent> extends BaseHookInput<Event> {
  /** It goes on already because a hook of this event had it go on: what always blocks never ends. */
  readonly stop_hook_active: boolean;
  readonly last_assistant_message?: string;
  /** What still runs in the background. */
  readonly background_tasks?: BackgroundTaskSummary[];
  /** What will wake the session later. */
  readonly session_crons?: SessionCronSummary[];
}

/** The model has nothing more to do. */
export type StopHookInput = Stopping<'Stop'>;

/** The turn ends because the API failed. */
export interface StopFailureHookInput extends BaseHookInput<'StopFailure'> {
  readonly error: AssistantMessageError;
  readonly error_details?: string;
  readonly last_assistant_message?: string;
}

export interface SubagentStartHookInput extends BaseHookInput<'SubagentStart'> {
  readonly agent_id: string;
  readonly agent_type: string;
}

/** A subagent has nothing more to do. */
export interface SubagentStopHookInput extends Stopping<'SubagentStop'> {
  readonly agent_id: string;
  readonly agent_type: string;
  readonly agent_transcript_path: string;
}

/** The conversation is about to be replaced by a summary. */
export interface PreCompactHookInput extends BaseHookInput<'PreCompact'> {
  readonly trigger: 'manual' | 'auto';
  readonly custom_instructions: string | null;
}

export interface PostCompactHookInput extends BaseHookInput<'PostCompact'> {
  readonly trigger: 'manual' | 'auto';
  readonly compact_summary: string;
}

interface ModelSwitch<Event extends HookEvent, Source> extends BaseHookInput<Event> {
  /** By their ids. */
  readonly from_model: string;
  readonly to_model: string;
  /** What was asked for: an alias or an id; `null` is the default. */
  readonly requested_model: string | null;
  /** `sdk` is this host. */
  readonly source: Source;
  /** What the next request sends anew. */
  readonly context_tokens: number;
  /** Whether there is a prompt cache to lose. */
  readonly prompt_cache_warm: boolean;
  readonly cache_ttl: '5m' | '1h';
  readonly estimated_cache_write_usd: number;
  readonly pricing: 'configured' | 'catalog' | 'default';
}

/** Another model is about to answer. */
export type PreModelSwitchHookInput = ModelSwitch<'PreModelSwitch', 'command' | 'picker' | 'sdk'>;

export type PostModelSwitchHookInput = ModelSwitch<
  'PostModelSwitch',
  'command' | 'picker' | 'sdk' | 'auto' | 'resume'
>;

/** Some more lines of an answer are there. */
export interface MessageDisplayHookInput extends BaseHookInput<'MessageDisplay'> {
  readonly turn_id: string;
  /** The same for all pieces of a message; not the id of the API's. */
  readonly message_id: string;
  /** Which piece of the message, from 0. */
  readonly index: number;
  /** Whether it is the last piece, which may be empty. */
  readonly final: boolean;
  readonly delta: string;
}

export interface BackgroundTaskSummary {
  readonly id: string;
  /** `shell`, `subagent`, `monitor`, `workflow`, … */
  readonly type: string;
  readonly status: string;
  readonly description: string;
  readonly command?: string;
  readonly agent_type?: string;
  readonly server?: string;
  readonly tool?: string;
  readonly name?: string;
}

export interface SessionCronSummary {
  readonly id: string;
  /** A cron expression. */
  readonly schedule: string;
  readonly recurring: boolean;
  readonly prompt: string;
}
