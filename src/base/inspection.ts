import type { AnyActorRef, InspectionEvent } from 'xstate';
import type { Unsubscribe } from './emitter.js';
import { isolate, type FaultReporter } from './isolate.js';
import { once } from './once.js';
import { ShownActor, shownSnapshot, type ActorPlace } from './shown-actor.js';

/**
 * Takes XState's `InspectionEvent`s: a function, or an observer, whose `complete` is called when the system has stopped.
 * The parameter is said in general terms, in methods, so that no type of XState's is named here, and an observer that is
 * typed by them fits.
 */
export type InspectionObserver = InspectionListener | InspectionTarget;

type InspectionListener = { observe(event: object): void }['observe'];

interface InspectionTarget {
  next(event: object): void;
  complete?(): void;
}

/** Tells of a step that an actor is just making. */
type Within = (tell: () => void) => void;

interface Entry {
  readonly actor: AnyActorRef;
  readonly shown: ShownActor;
  readonly within: Within;
  unwatch: Unsubscribe | undefined;
  /** What XState told last: whoever it is told by within that is told the same thing again. */
  latest: InspectionEvent | undefined;
}

let systems = 0;

/**
 * The actors of a system as observers see them: one tree, though each session and each supervisor is a root of its own for
 * XState. While there is no observer, XState has none either, and nothing is done.
 */
export class Inspection {
  readonly #report: FaultReporter;
  readonly #top = ShownActor.top('system', `troupe:${(systems += 1)}`);
  /** By XState's session id, parents before children. */
  readonly #entries = new Map<string, Entry>();
  readonly #children = new WeakMap<AnyActorRef, ShownActor>();
  /** Replaced by each change, so that whoever is told goes through those there were. */
  #observers: readonly Required<InspectionTarget>[] = [];
  #isOver = false;

  constructor(report: FaultReporter) {
    this.#report = report;
  }

  /**
   * Shows an observer what lives, parents first (`@xstate.actor`, `@xstate.snapshot`), and from then on whatever happens,
   * until the returned function is called. That it throws is reported once.
   */
  attach(observer: InspectionObserver): Unsubscribe {
    const guarded = this.#guard(observer);
    this.#observers = [...this.#observers, guarded];
    for (const entry of [...this.#entries.values()]) {
      this.#watch(entry);
      for (const event of this.#picture(entry)) guarded.next(event);
    }
    if (this.#isOver) this.#complete(guarded);
    return () => this.#detach(guarded);
  }

  /** Takes in a root actor that is about to be started. `leave` when it is over; what it tells of that is still shown. */
  enter(
    actor: AnyActorRef,
    { id, parent }: ActorPlace,
    within: Within = (tell) => tell(),
  ): { leave(): void } {
    const above = (parent !== undefined && this.#entries.get(parent)?.shown) || this.#top;
    const entry: Entry = {
      actor,
      shown: ShownActor.of(actor, id, above),
      within,
      unwatch: undefined,
      latest: undefined,
    };
    this.#entries.set(actor.sessionId, entry);
    if (this.#observers.length > 0) {
      this.#watch(entry);
      // Its first snapshot is told by XState, when it is started.
      within(() => this.#familyOf(entry).forEach((each) => this.#tell(this.#actorEvent(each))));
    }
    return { leave: () => void this.#entries.delete(actor.sessionId) };
  }

  /** The system has stopped: nothing follows. */
  complete(): void {
    this.#isOver = true;
    for (const observer of this.#observers) {
      if (this.#observers.includes(observer)) this.#complete(observer);
    }
  }

  #complete(observer: Required<InspectionTarget>): void {
    this.#detach(observer);
    observer.complete();
  }

  #detach(observer: Required<InspectionTarget>): void {
    this.#observers = this.#observers.filter((each) => each !== observer);
    if (this.#observers.length > 0) return;
    for (const entry of this.#entries.values()) {
      entry.unwatch?.();
      entry.unwatch = undefined;
    }
  }

  #watch(entry: Entry): void {
    if (entry.unwatch) return;
    // Not by the option `inspect` of `createActor`, which could not be taken back.
    const subscription = entry.actor.system.inspect((event) => {
      // One that is attached anew within an event, as the only observer, would be told of it without end.
      if (event === entry.latest) return;
      entry.latest = event;
      entry.within(() => this.#tell(this.#shown(event, entry)));
    });
    entry.unwatch = () => subscription.unsubscribe();
  }

  #tell(event: object): void {
    for (const observer of this.#observers) observer.next(event);
  }

  /** What there is of a root actor, as it is when it is told. */
  *#picture(entry: Entry): Generator<object> {
    for (const each of this.#familyOf(entry)) {
      yield this.#actorEvent(each);
      const [event, snapshot] = [{ type: 'xstate.init' }, each.getSnapshot()];
      yield { ...this.#base(each), type: '@xstate.snapshot', event, snapshot };
    }
  }

  /** A root actor, and the actors that it invokes. */
  #familyOf({ actor, shown }: Entry): ShownActor[] {
    const { children = {} } = actor.getSnapshot() as { readonly children?: Record<string, AnyActorRef> };
    return [shown, ...Object.values(children).map((child) => this.#childOf(child, shown))];
  }

  #actorEvent(actor: ShownActor): object {
    return { ...this.#base(actor), type: '@xstate.actor' };
  }

  #base(actor: ShownActor): object {
    return { rootId: this.#top.sessionId, actorRef: actor };
  }

  #shown(event: InspectionEvent, { actor, shown }: Entry): object {
    const look = (ref: object): ShownActor =>
      ref === actor ? shown : this.#childOf(ref as AnyActorRef, shown);
    return {
      ...event,
      ...this.#base(look(event.actorRef)),
      ...('sourceRef' in event && event.sourceRef && { sourceRef: look(event.sourceRef) }),
      ...('snapshot' in event && { snapshot: shownSnapshot(event.snapshot) }),
      // The parameters of XState's own actions lead to actors.
      ...('action' in event && { action: { type: event.action.type } }),
      // XState's first event of an actor holds the actor's input.
      ...('event' in event && event.event.type === 'xstate.init' && { event: { type: 'xstate.init' } }),
    };
  }

  /** Our machines invoke one actor each, which has none below it. */
  #childOf(child: AnyActorRef, parent: ShownActor): ShownActor {
    const known = this.#children.get(child) ?? ShownActor.of(child, child.id, parent);
    this.#children.set(child, known);
    return known;
  }

  #guard(observer: InspectionObserver): Required<InspectionTarget> {
    const target = toTarget(observer);
    // One that fails does so at every event.
    let complain: FaultReporter = (what, fault) => {
      complain = () => undefined;
      this.#report(what, fault);
    };
    const guard = (code: () => unknown): void =>
      isolate('inspector', (what, fault) => complain(what, fault), code);
    // One that is detached meanwhile is not told any more.
    const tell = (event: object): void => {
      if (this.#observers.includes(guarded)) guard(() => target.next(event));
    };
    // Not before there is anything below it: whoever looks may be given to a system in the making.
    const introduce = once(() => tell(this.#actorEvent(this.#top)));
    const guarded = {
      next: (event: object) => {
        introduce();
        tell(event);
      },
      complete: () => guard(() => target.complete?.()),
    };
    return guarded;
  }
}

function toTarget(observer: InspectionObserver): InspectionTarget {
  return typeof observer === 'function' ? { next: (event) => observer(event) } : observer;
}
