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
 * could steer it.
 */
export class ShownActor {
  readonly id: string;
  /** XState's, unique in the process; it has nothing to do with the conversation. */
  readonly sessionId: string;
  readonly src: string | AnyActorLogic | undefined;
  readonly logic: AnyActorLogic | undefined;
  /** By this name inspectors find the way up. */
  readonly _parent: ShownActor | undefined;
  readonly #look: () => unknown;

  private constructor(
    { id, sessionId, src, logic }: Pick<ShownActor, 'id' | 'sessionId' | 'src' | 'logic'>,
    parent: ShownActor | undefined,
    look: () => unknown,
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
    return new ShownActor({ id, sessionId, src, logic }, parent, () => actor.getSnapshot() as unknown);
  }

  /** The top of the tree, for which there is no actor. */
  static top(id: string, sessionId: string): ShownActor {
    const snapshot = Object.freeze({ status: 'active' });
    return new ShownActor({ id, sessionId, src: undefined, logic: undefined }, undefined, () => snapshot);
  }

  getSnapshot(): unknown {
    return this.#look();
  }
}
