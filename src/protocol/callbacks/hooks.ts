import type { HookEvent } from './hook-events.js';

export type { HookEvent };

/** Callbacks by hook event. */
export type Hooks = { readonly [Event in HookEvent]?: readonly HookCallbackMatcher<Event>[] | undefined };

/** Callbacks of one event, and for which tools or sources they are called. */
export interface HookCallbackMatcher<Event extends HookEvent = HookEvent> {
  readonly matcher?: string | undefined;
  readonly hooks: readonly HookCallback<Event>[];
  /** Limit of each, in seconds. Default: the CLI's. */
  readonly timeout?: number | undefined;
  readonly onFailure?: 'continue' | 'block' | undefined;
}

export type HookCallback<Event extends HookEvent = HookEvent> = (
  input: HookInput<Event>,
  toolUseID: string | undefined,
  options: { readonly signal: AbortSignal },
) => HookJSONOutput | Promise<HookJSONOutput>;

export interface HookInput<Event extends HookEvent = HookEvent> {
  readonly hook_event_name: Event;
}

export interface HookJSONOutput {
  readonly continue?: boolean | undefined;
}
