import type { HookEvent } from './hook-events.js';
import type { AnyHookSpecificOutput } from './hook-specific-outputs.js';

/** What a hook says; `{}`, or nothing at all, lets everything go on. */
export type HookJSONOutput<Event extends HookEvent = HookEvent> =
  AsyncHookJSONOutput | SyncHookJSONOutput<Event>;

/** What belongs into `hookSpecificOutput`, or is an answer of `canUseTool`: it would be passed over here. */
export interface MisplacedFields {
  readonly permissionDecision?: never;
  readonly behavior?: never;
}

/** Nobody waits for what comes of it. */
export interface AsyncHookJSONOutput extends MisplacedFields {
  readonly async: true;
  /** In seconds. */
  readonly asyncTimeout?: number | undefined;
}

export interface SyncHookJSONOutput<Event extends HookEvent = HookEvent> extends MisplacedFields {
  /** `false` ends the turn: `terminal_reason` of its result is `hook_stopped`. Default: `true`. */
  readonly continue?: boolean | undefined;
  readonly suppressOutput?: boolean | undefined;
  /** With `continue: false`: why, for people. */
  readonly stopReason?: string | undefined;
  /** What `block` blocks depends on the event; see `docs/hooks.md`. */
  readonly decision?: 'approve' | 'block' | undefined;
  /** For people; a `system` message of subtype `informational`. */
  readonly systemMessage?: string | undefined;
  /** For a terminal. */
  readonly terminalSequence?: string | undefined;
  /** With `decision`: why. Where the turn goes on, the model is told. */
  readonly reason?: string | undefined;
  readonly hookSpecificOutput?: HookSpecificOutput<Event> | undefined;
}

/** What only hooks of that event may say; `never` for an event that has nothing of the kind. */
export type HookSpecificOutput<Event extends HookEvent = HookEvent> = Extract<
  AnyHookSpecificOutput,
  { readonly hookEventName: Event }
>;
