import type { InspectedEvent } from './inspected-event.js';

/** The actors that a client takes for alive, from what it was told. */
export class Roster {
  readonly #actors = new Map<string, InspectedEvent>();

  note(told: InspectedEvent): void {
    const { sessionId } = told.actorRef;
    if (told.type === '@xstate.actor') this.#actors.set(sessionId, told);
    if (told.type === '@xstate.snapshot' && !isActive(told.snapshot)) this.#actors.delete(sessionId);
  }

  /** For each that is not in the other one: that it has stopped. */
  missingFrom(other: Roster): InspectedEvent[] {
    const missing = [...this.#actors.values()].filter(
      ({ actorRef }) => !other.#actors.has(actorRef.sessionId),
    );
    return missing.map(({ rootId, actorRef }) => ({
      type: '@xstate.snapshot',
      rootId,
      actorRef,
      event: { type: 'xstate.stop' },
      snapshot: { status: 'stopped' },
    }));
  }
}

function isActive(snapshot: unknown): boolean {
  return (snapshot as { readonly status: unknown }).status === 'active';
}
