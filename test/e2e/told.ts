import { appendFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { HookEvent, HookInput, HookJSONOutput, Hooks } from 'troupe';
import { until } from '../support/until.js';

/** Hooks that write down what they are told. */
export interface Told {
  readonly hooks: Hooks;
  /** What hooks of that event were told, in order. */
  of<Event extends HookEvent>(event: Event): readonly HookInput<Event>[];
  /** The events, in order. */
  readonly events: readonly HookEvent[];
}

/** `say` is what all of them answer. */
export function told(
  events: readonly HookEvent[],
  say: (input: HookInput) => HookJSONOutput = () => ({}),
): Told {
  const inputs: HookInput[] = [];
  const hook = (input: HookInput): HookJSONOutput => {
    inputs.push(input);
    return say(input);
  };
  return {
    hooks: Object.fromEntries(events.map((event) => [event, [{ hooks: [hook] }]])),
    of: (event) =>
      inputs.filter((input): input is HookInput<typeof event> => input.hook_event_name === event),
    get events() {
      return inputs.map((input) => input.hook_event_name);
    },
  };
}

/** What each input has of where it comes from. */
export function comesFrom(session: { readonly sessionId: string | undefined }, cwd: string): object {
  return {
    session_id: session.sessionId,
    cwd,
    transcript_path: expect.stringContaining(session.sessionId ?? 'no id') as string,
  };
}

/** Changes a file until that is seen: a watcher tells nobody when it has begun to watch. */
export async function untilSeen(file: string, seen: () => boolean): Promise<void> {
  let looks = 0;
  await until(() => {
    // Now and then only: the watcher waits for a file to come to rest.
    if (looks++ % 150 === 0) appendFileSync(file, '\n');
    return seen();
  });
}
