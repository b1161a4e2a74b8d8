import { isRecord } from '../../base/is-record.js';
import { HOOK_EVENTS } from '../../protocol/callbacks/hook-events.js';
import type { HookEvent } from '../../protocol/callbacks/index.js';
import { nearestName } from '../../protocol/options/nearest-name.js';
import { DECISION_KEYS, OUTPUT_KEYS, SPECIFIC_KEYS, type Keys } from './hook-output-keys.js';

type Said = Readonly<Record<string, unknown>>;

/**
 * Throws for what no output of the event has. The CLI would pass over it without a word, and run the tool that a misspelt
 * output was to stop. Values of the wrong kind it refuses by itself.
 */
export function checkHookOutput(event: HookEvent, said: Said): void {
  refuseStrayKey(`an output of ${event}`, said, OUTPUT_KEYS);
  const specific = said.hookSpecificOutput;
  if (!isRecord(specific)) return;
  const keys: Keys | undefined = SPECIFIC_KEYS[event];
  if (!keys)
    throw new TypeError(`It returned 'hookSpecificOutput', which an output of ${event} does not have.`);
  refuseStrayKey(`the hookSpecificOutput of ${event}`, specific, keys);
  if (specific.hookEventName !== event) {
    throw new TypeError(`It returned a 'hookSpecificOutput' without hookEventName: '${event}'.`);
  }
  if (event === 'PermissionRequest' && isRecord(specific.decision)) {
    refuseStrayKey(`the decision of ${event}`, specific.decision, DECISION_KEYS);
  }
}

/** The event that an output says it is of, where that is another one than the hook's own. */
export function otherEventOf(
  event: HookEvent,
  { hookSpecificOutput: specific }: Said,
): HookEvent | undefined {
  const named = isRecord(specific) ? specific.hookEventName : undefined;
  return HOOK_EVENTS.find((other) => other === named && other !== event);
}

function refuseStrayKey(holder: string, said: Said, known: Keys): void {
  const stray = Object.keys(said).find((key) => !Object.hasOwn(known, key));
  if (stray === undefined) return;
  const meant = nearestName(stray, Object.keys(known));
  const hint = meant === undefined ? '' : ` (did you mean '${meant}'?)`;
  throw new TypeError(`It returned '${stray}', which ${holder} does not have${hint}.`);
}
