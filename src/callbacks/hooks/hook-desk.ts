import * as z from 'zod';
import type { HostCall } from '../../adapter/session-adapter.js';
import type { FaultReporter } from '../../base/isolate.js';
import type { HookInput, Hooks } from '../../protocol/callbacks/index.js';
import { registerHooks, type RegisteredHook } from '../../protocol/options/hook-fields.js';
import { checkHookOutput, otherEventOf } from './check-hook-output.js';
import { runCallback } from '../run-callback.js';

export interface HookDeskRequest {
  /** Whose hooks they are; see `run-callback.ts`. */
  readonly of: object;
  readonly hooks: Hooks | undefined;
  readonly report: FaultReporter;
}

const request = z.looseObject({
  callback_id: z.string(),
  input: z.looseObject({ hook_event_name: z.string() }),
  tool_use_id: z.string().nullish(),
});

const output = z.record(z.string(), z.unknown());

/** Calls the hooks of a session (`cli-protocol.md`, 5.2). */
export class HookDesk {
  readonly #request: HookDeskRequest;
  readonly #hooks: ReadonlyMap<string, RegisteredHook>;

  constructor(request: HookDeskRequest) {
    this.#request = request;
    this.#hooks = new Map(registerHooks(request.hooks).registered.map((hook) => [hook.id, hook]));
  }

  /** Rejects where there is nothing to say, in words for the CLI, which then does as `onFailure` has it. */
  async call({ request: raw, signal }: HostCall): Promise<Readonly<Record<string, unknown>>> {
    const { callback_id: id, input, tool_use_id: toolUseID } = request.parse(raw);
    const hook = this.#hooks.get(id);
    if (!hook) throw new Error(`No hook is registered as ${id}.`);
    try {
      const said = writable(
        await runCallback(
          this.#request.of,
          () => hook.callback(input as unknown as HookInput, toolUseID ?? undefined, { signal }),
          signal,
        ),
      );
      const other = otherEventOf(hook.event, said);
      if (other === undefined) checkHookOutput(hook.event, said);
      // The CLI is told: it does not run the tool then, where it would go on after a failure.
      else
        this.#request.report(`a hook of ${hook.event}`, new TypeError(`It returned an output of ${other}.`));
      return said;
    } catch (fault) {
      // Whoever is told that nobody waits may well end by throwing.
      if (!signal.aborted) this.#request.report(`a hook of ${hook.event}`, fault);
      // What user code throws may hold anything: the CLI writes what it is told into the transcript.
      throw new Error('The hook failed.');
    }
  }
}

/** What a hook has said, as it can be written. */
function writable(said: unknown): Readonly<Record<string, unknown>> {
  if (said === undefined) return {};
  const text = JSON.stringify(said) as string | undefined;
  const read = output.safeParse(text === undefined ? undefined : JSON.parse(text));
  if (!read.success) throw new TypeError('It returned something else than an object of the kind of JSON.');
  return read.data;
}
