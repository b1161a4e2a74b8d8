import type { SystemFields } from './system-fields.js';

interface HookFields extends SystemFields {
  readonly hook_id: string;
  /** Event and what it matched: `PreToolUse:Bash`. */
  readonly hook_name: string;
  readonly hook_event: string;
}

/** A hook of the settings begins, with `includeHookEvents`. Callbacks of the host have no such messages. */
export interface HookStartedMessage extends HookFields {
  readonly subtype: 'hook_started';
}

interface HookOutput extends HookFields {
  /** Both, in the order in which they came. */
  readonly output: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** What it has printed so far. */
export interface HookProgressMessage extends HookOutput {
  readonly subtype: 'hook_progress';
}

/** It ended. */
export interface HookResponseMessage extends HookOutput {
  readonly subtype: 'hook_response';
  readonly outcome: 'success' | 'error' | 'cancelled';
  readonly exit_code?: number;
}
