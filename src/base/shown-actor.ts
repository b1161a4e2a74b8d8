import type { AnyActorLogic, AnyActorRef } from 'xstate';

/** Where an actor belongs that XState knows no parent of. */
export interface ActorPlace {
  /** What it is called, with the number of its incarnation: `assistant#2`. */
  readonly id: string;
  /** `sessionId` (XState's) of the actor of its supervisor, if it has one. */
  readonly parent: string | undefined;
}

/**
 * An actor as observers are shown it. It has what an inspector reads of one, under XState's names, and nothing that
 * could steer it, nor do its snapshots.
 */
export class ShownActor {
  readonly id: string;
  /** XState's, unique in the process; it has nothing to do with the conversation. */
  readonly sessionId: string;
  readonly src: string | AnyActorLogic | undefined;
  readonly logic: AnyActorLogic | undefined;
  /** By this name inspectors find the way up. */
  readonly _parent: ShownActor | undefined;
  readonly #look: () => ShownSnapshot;

  private constructor(
    { id, sessionId, src, logic }: Pick<ShownActor, 'id' | 'sessionId' | 'src' | 'logic'>,
    parent: ShownActor | undefined,
    look: () => ShownSnapshot,
  ) {
    this.id = id;
    this.sessionId = sessionId;
    this.src = src;
    this.logic = logic;
    this._parent = parent;
    this.#look = look;
  }

  static of(actor: AnyActorRef, id: string, parent: ShownActor | undefined): ShownActor {
    const { sessionId, src } = actor;
    const { logic } = actor as AnyActorRef & { readonly logic?: AnyActorLogic };
    return new ShownActor({ id, sessionId, src, logic }, parent, () =>
      shownSnapshot(actor.getSnapshot() as object),
    );
  }

  /** The top of the tree, for which there is no actor. */
  static top(id: string, sessionId: string): ShownActor {
    const look = (): ShownSnapshot => shownSnapshot(ACTIVE);
    return new ShownActor({ id, sessionId, src: undefined, logic: undefined }, undefined, look);
  }

  getSnapshot(): ShownSnapshot {
    return this.#look();
  }
}

/** What observers are shown of a snapshot. XState's own leads to the actor's children, and to what our machines work with. */
export interface ShownSnapshot {
  readonly status: string;
  readonly value?: unknown;
  readonly tags?: ReadonlySet<string>;
  readonly context?: object;
  readonly output?: unknown;
  readonly error?: unknown;
}

/** The same one for the same snapshot. */
export function shownSnapshot(snapshot: object): ShownSnapshot {
  const known = shownSnapshots.get(snapshot);
  if (known) return known;
  const { status, value, tags, context, output, error } = snapshot as ShownSnapshot;
  const shown = Object.freeze({
    status,
    ...(value !== undefined && { value }),
    ...(tags && { tags }),
    ...(context && { context: { ...context, link: undefined } }),
    output,
    error,
  });
  shownSnapshots.set(snapshot, shown);
  return shown;
}

const ACTIVE = { status: 'active' };

const shownSnapshots = new WeakMap<object, ShownSnapshot>();
