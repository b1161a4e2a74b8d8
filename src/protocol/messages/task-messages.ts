import type { SystemFields } from './system-fields.js';

/** A task: a subagent, or a command in the background. */
interface TaskFields extends SystemFields {
  /** What `stopTask` takes; of a subagent, the `agent_id` of its messages, the same when it is resumed. */
  readonly task_id: string;
  /** One run of the task; those of a task sort as they began. */
  readonly run_id?: string;
}

export interface TaskStartedMessage extends TaskFields {
  readonly subtype: 'task_started';
  readonly description: string;
  /** The tool call that started it. */
  readonly tool_use_id?: string;
  /** `local_agent`, `local_bash`, … */
  readonly task_type?: string;
  readonly subagent_type?: string;
  /** The call does not wait for it. */
  readonly is_backgrounded?: boolean;
  /** 1 where the main conversation started it, one more inside each subagent. */
  readonly spawn_depth?: number;
  readonly parent_task_id?: string;
  readonly workflow_name?: string;
  /** What it was asked. */
  readonly prompt?: string;
  readonly skip_transcript?: boolean;
  /** Housekeeping, not activity. */
  readonly ambient?: boolean;
}

/** What a subagent does just now; with `agentProgressSummaries`, in a sentence now and then. */
export interface TaskProgressMessage extends TaskFields {
  readonly subtype: 'task_progress';
  readonly description: string;
  readonly usage: TaskUsage;
  readonly tool_use_id?: string;
  readonly subagent_type?: string;
  readonly last_tool_name?: string;
  readonly summary?: string;
}

/** What of a task changed. */
export interface TaskUpdatedMessage extends TaskFields {
  readonly subtype: 'task_updated';
  readonly patch: {
    readonly status?: 'pending' | 'running' | 'completed' | 'failed' | 'killed' | 'paused';
    readonly description?: string;
    /** In ms since 1970. */
    readonly end_time?: number;
    readonly total_paused_ms?: number;
    readonly error?: string;
    readonly is_backgrounded?: boolean;
  };
}

/** A task ended. One in the background has the CLI begin a turn of its own with that. */
export interface TaskNotificationMessage extends TaskFields {
  readonly subtype: 'task_notification';
  readonly status: 'completed' | 'failed' | 'stopped';
  /** `worker_restart`: it was lost when the process before this one ended. */
  readonly reason?: 'worker_restart';
  /** The file that holds all it printed. */
  readonly output_file: string;
  readonly summary: string;
  readonly tool_use_id?: string;
  readonly usage?: TaskUsage;
  readonly resource_links?: readonly Readonly<Record<string, unknown>>[];
  readonly skip_transcript?: boolean;
  readonly ambient?: boolean;
}

/** All tasks that run in the background now. Whoever keeps a list replaces it, and empties it when the process ends. */
export interface BackgroundTasksChangedMessage extends SystemFields {
  readonly subtype: 'background_tasks_changed';
  readonly tasks: readonly {
    readonly task_id: string;
    readonly run_id?: string;
    readonly task_type: string;
    readonly subagent_type?: string;
    readonly description: string;
    readonly parent_task_id?: string;
    readonly ambient?: boolean;
  }[];
}

/** What a subagent has used so far. */
export interface TaskUsage {
  readonly total_tokens: number;
  readonly tool_uses: number;
  readonly duration_ms: number;
}
