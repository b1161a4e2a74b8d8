import { isRecord } from '../base/is-record.js';

/** As much of one of XState's inspection events as is made use of, and as a filter is given. */
export interface InspectedEvent {
  /** An actor is there, was sent something, or is in another state than before. */
  readonly type: '@xstate.actor' | '@xstate.event' | '@xstate.snapshot';
  readonly rootId: string;
  readonly actorRef: InspectedActor;
  /** Who sent an event, if it was an actor. */
  readonly sourceRef?: InspectedActor | undefined;
  /** What was sent, or has led to the snapshot. */
  readonly event?: { readonly type: string } | undefined;
  readonly snapshot?: unknown;
}

export interface InspectedActor {
  /** A name with the number of its incarnation, as `assistant#2`; `adapter` and `children` for what a machine invokes. */
  readonly id: string;
  /** XState's, unique in the process; it has nothing to do with the conversation. */
  readonly sessionId: string;
  readonly logic?: { readonly config?: unknown } | undefined;
  readonly _parent?: InspectedActor | undefined;
  getSnapshot(): unknown;
}

/** Whether the inspector's wire knows of it; XState tells of microsteps and actions, too. */
export function isInspected(event: object): event is InspectedEvent {
  return isRecord(event) && TYPES.has(event.type);
}

const TYPES: ReadonlySet<unknown> = new Set<InspectedEvent['type']>([
  '@xstate.actor',
  '@xstate.event',
  '@xstate.snapshot',
]);
