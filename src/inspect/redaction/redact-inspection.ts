import { isRecord } from '../../base/is-record.js';
import type { InspectedActor, InspectedEvent } from '../inspected-event.js';
import { redactDefinition } from './redact-definition.js';
import { redactEvent } from './redact-event.js';
import { redactSnapshot } from './redact-snapshot.js';

/**
 * An inspection event by an allow-list: names, ids and states, and of contexts and events the facts that are known to be
 * harmless. Whatever else there is, now or later, is left out. The result is plain data but for `getSnapshot`, by which an
 * inspector asks; it keeps nothing of what it was made from.
 */
export function redactInspection(told: InspectedEvent): InspectedEvent {
  const { type, rootId, actorRef, sourceRef } = told;
  const actor = { rootId, actorRef: redactActor(actorRef) };
  switch (type) {
    case '@xstate.actor': {
      const snapshot = redactSnapshot(actorRef.getSnapshot(), definitionOf(actorRef));
      return { type, ...actor, actorRef: { ...actor.actorRef, getSnapshot: () => snapshot } };
    }
    case '@xstate.event':
      return {
        type,
        ...actor,
        sourceRef: sourceRef && redactActor(sourceRef),
        event: redactEvent(told.event),
      };
    case '@xstate.snapshot': {
      const snapshot = redactSnapshot(told.snapshot, definitionOf(actorRef));
      return { type, ...actor, event: redactEvent(told.event), snapshot };
    }
  }
}

function redactActor({ id, sessionId, logic, _parent }: InspectedActor): InspectedActor {
  const config = logic?.config;
  return {
    id,
    sessionId,
    logic: isRecord(config) ? { config: redactDefinition(config) } : undefined,
    // Of the way up, an inspector reads the next step.
    _parent: _parent && { id: _parent.id, sessionId: _parent.sessionId, getSnapshot: () => undefined },
    getSnapshot: () => undefined,
  };
}

function definitionOf({ logic }: InspectedActor): object | undefined {
  return isRecord(logic?.config) ? logic.config : undefined;
}
