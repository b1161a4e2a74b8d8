import type { HookEvent } from './hook-events.js';
import type { HookInput } from './hook-input.js';
import type { HookJSONOutput } from './hook-output.js';

export type { HookEvent };

/** Callbacks by hook event (`docs/hooks.md` tells which there are, and when). */
export type Hooks = { readonly [Event in HookEvent]?: readonly HookCallbackMatcher<Event>[] | undefined };

/** Callbacks of one event, and for which tools or sources they are called. */
export interface HookCallbackMatcher<Event extends HookEvent = HookEvent> {
  /**
   * What the CLI compares with what the event is about: `Bash`, `Write|Edit`, a regular expression. Default: whatever it is.
   */
  readonly matcher?: string | undefined;
  readonly hooks: readonly (HookCallback<Event> | HookCallbackOfAny)[];
  /** How long each may take, in seconds; then its `signal` fires, and the CLI goes on without it. */
  readonly timeout?: number | undefined;
  /**
   * What becomes of the action that the event is about when a hook throws, rejects, or says what the CLI cannot take. With
   * `continue` it is carried out as if there were no hook, with `block` it is not. Default: `continue`.
   */
  readonly onFailure?: 'continue' | 'block' | undefined;
}

/**
 * Looks at what the CLI does, changes it or forbids it. The `signal` fires when nobody waits for it any more: it has taken
 * too long, the turn was interrupted, or the process is gone. Where it throws, rejects or returns what cannot be sent, the
 * fault is reported to the system's logger, and `onFailure` says how the CLI goes on.
 *
 * It may use its own session, but not wait for an answer of it: `query()` and `clear()` reject with `calling_self`.
 */
export type HookCallback<Event extends HookEvent = HookEvent> = (
  input: HookInput<Event>,
  toolUseID: string | undefined,
  options: { readonly signal: AbortSignal },
) => HookResult<Event> | Promise<HookResult<Event>>;

// A function that only looks returns nothing.
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type
type HookResult<Event extends HookEvent> = HookJSONOutput<Event> | undefined | void;

/** A callback that serves every event. */
export interface HookCallbackOfAny {
  (...call: Parameters<HookCallback>): ReturnType<HookCallback>;
  // Beside a generic signature the compiler does not take this one for the parameters of a callback: those are the event's.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  <Call extends Parameters<HookCallback>>(...call: Call): ReturnType<HookCallback>;
}
