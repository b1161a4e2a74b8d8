import type { HostCall } from '../adapter/session-adapter.js';
import type { HookCallback, Hooks } from '../protocol/callbacks/index.js';
import { registerHooks } from '../protocol/options/hook-fields.js';
import { runCallback } from './run-callback.js';

/** Calls the hooks of a session (`cli-protocol.md`, 5.2). */
export class HookDesk {
  readonly #of: object;
  readonly #hooks: ReadonlyMap<string, HookCallback>;

  constructor(of: object, hooks: Hooks | undefined) {
    this.#of = of;
    this.#hooks = new Map(registerHooks(hooks).registered.map(({ id, callback }) => [id, callback]));
  }

  async call({ request, signal }: HostCall): Promise<Readonly<Record<string, unknown>>> {
    const {
      callback_id: id,
      input,
      tool_use_id: toolUseID,
    } = request as unknown as {
      callback_id: string;
      input: never;
      tool_use_id: string | undefined;
    };
    const hook = this.#hooks.get(id);
    if (!hook) throw new Error(`No hook is registered as ${id}.`);
    return { ...(await runCallback(this.#of, () => hook(input, toolUseID, { signal }))) };
  }
}
