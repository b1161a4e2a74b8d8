import { isRecord } from '../../base/is-record.js';
import { EVENTS, OWN_EVENTS } from './facts.js';
import { hidden, REDACTED } from './shapes.js';

/** An event of a machine's: its type, and what is known to be harmless. */
export function redactEvent(event: unknown): { readonly type: string } {
  const type = isRecord(event) ? event.type : undefined;
  const shape = EVENTS.get(type) ?? (isOwn(type) ? OWN_EVENTS : hidden);
  const facts = shape(event) as object | undefined;
  return facts ? { type: type as string, ...facts } : { type: REDACTED };
}

/** XState names its own by the ids and delays of a definition: `xstate.after.startLimit.session.initializing`. */
function isOwn(type: unknown): boolean {
  return typeof type === 'string' && type.startsWith('xstate.');
}
