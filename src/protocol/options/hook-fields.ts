import type { HookCallback, HookEvent, Hooks } from '../callbacks/index.js';

/** A hook callback of the host's, and the id that the CLI calls it by. */
export interface RegisteredHook {
  readonly id: string;
  readonly event: HookEvent;
  readonly callback: HookCallback;
}

/** What the handshake says of hooks, and what its ids stand for: the same for the same options. */
export interface HookRegistrations {
  readonly fields: Readonly<Record<string, readonly object[]>>;
  readonly registered: readonly RegisteredHook[];
}

export function registerHooks(hooks: Hooks = {}): HookRegistrations {
  const registered: RegisteredHook[] = [];
  const register = (event: HookEvent, callback: HookCallback): string => {
    const id = `hook_${registered.length}`;
    registered.push({ id, event, callback });
    return id;
  };
  const fields = Object.entries(hooks)
    .filter(([, matchers]) => (matchers?.length ?? 0) > 0)
    .map(([event, matchers]) => [
      event,
      matchers?.map(({ hooks: callbacks, ...settings }) => ({
        ...settings,
        hookCallbackIds: callbacks.map((callback) => register(event as HookEvent, callback as HookCallback)),
      })),
    ]);
  return { fields: Object.fromEntries(fields) as HookRegistrations['fields'], registered };
}
