import { quietDeferred } from '../base/deferred.js';
import { Emitter, type Unsubscribe } from '../base/emitter.js';
import { restate } from '../errors/restate.js';
import { isSessionError, type SessionError } from '../errors/session-error.js';
import { LifeCourse } from '../session/life-course.js';
import { called } from '../session/paths.js';
import type { Owner } from '../session/owner.js';
import type { Subject } from '../session/session-happening.js';
import type { CoreReport } from './core/effect.js';
import type { Call } from './core/event.js';
import type { Exit } from './core/exit.js';
import { initialState, type SupervisorState } from './core/state.js';
import { LifeRecord } from './life-record.js';
import type { PlannedChild, PlannedSessionChild, PlannedSupervisor } from './plan.js';
import { Places } from './places.js';
import { logReport, reportOf, type SupervisorReport } from './reports.js';
import { SessionSlot } from './session-slot.js';
import type { Placed, Slot, SlotWatcher } from './slot.js';
import { handStopped, lostWith, refusal, statusFor, unplaced } from './supervision-errors.js';
import { reported, type ChildReported } from './supervisor-happening.js';
import type { SupervisorEvents, SupervisorStatus, SupervisorState as State } from './supervisor.js';
import { SupervisorLife } from './supervisor-life.js';
import { SupervisorName } from './supervisor-name.js';
import type { SupervisorWorld } from './supervisor-world.js';

export interface SupervisorRequest {
  readonly world: SupervisorWorld;
  readonly plan: PlannedSupervisor;
  readonly path: string;
  /** Who decides about its lives: its own supervisor, or the system. */
  readonly owner: Owner;
  /** Told of what happens in this tree. */
  readonly tell: (report: SupervisorReport) => void;
}

/**
 * A supervisor: its name, the children of its plan, and below them one life after another. Whatever its own supervisor
 * decides about it holds for the sessions in it, which wait through its restarts as through their own.
 */
export class LiveSupervisor implements Slot, Subject {
  readonly path: string;
  readonly plan: PlannedSupervisor;
  readonly #request: SupervisorRequest;
  readonly #name: SupervisorName;
  readonly #places: Places;
  readonly #events: Emitter<SupervisorEvents>;
  #life: SupervisorLife | undefined;
  /** Added at run time, they go with the life that is over, one after the other. */
  #lost: readonly Placed[] = [];
  readonly #course: LifeCourse<State, SupervisorStatus, ChildReported>;
  readonly #record: LifeRecord;
  #done = quietDeferred();
  #standing: 'in service' | 'asked to stop' | 'down' = 'in service';
  /** What of the processes of the last life could not be ended. */
  #leftover: SessionError | undefined;

  /** Throws `already_started`, `name_taken` or `conversation_in_use`; nothing is started or claimed then. */
  constructor(request: SupervisorRequest) {
    const { path, plan, world } = request;
    this.#request = request;
    this.path = path;
    this.plan = plan;
    this.#events = new Emitter(world.report);
    this.#course = new LifeCourse((make, at) => world.chronicle(this, make, at));
    this.#record = new LifeRecord(world.clock, this.#course);
    this.#places = new Places(plan.children, (child) => this.place(child));
    this.#name = new SupervisorName(world.names, plan.name, this);
    try {
      this.#places.fill();
    } catch (refused) {
      this.#name.release();
      throw refused;
    }
  }

  get name(): string | undefined {
    return this.plan.name;
  }

  get incarnation(): number {
    return this.#record.incarnation;
  }

  /** Whether it is part of the tree that `system.inspectTree()` shows. */
  get isInTree(): boolean {
    return this.#course.isInTree;
  }

  get state(): LifeRecord['state'] {
    return this.#record.state;
  }

  /** What there is to tell of its lives. */
  get record(): Readonly<Omit<LifeRecord, 'joined' | 'begun' | 'entered' | 'over' | 'suspended' | 'ended'>> {
    return this.#record;
  }

  /** Settles when it is down for good. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** What it knows of its children, while it lives. */
  get core(): SupervisorState | undefined {
    return this.#life?.core;
  }

  /** By id. */
  get placed(): ReadonlyMap<string, Placed> {
    return this.#life?.placed ?? this.#places.placed;
  }

  /** Children that are to be started when their turn comes, and are none yet. */
  get offered(): readonly Placed[] {
    return this.#life?.offered ?? [];
  }

  get lost(): readonly Placed[] {
    return this.#lost;
  }

  on<Event extends keyof SupervisorEvents>(
    event: Event,
    listener: (...values: SupervisorEvents[Event]) => unknown,
  ): Unsubscribe {
    return this.#events.on(event, listener);
  }

  call(make: (id: number) => Call): Promise<void> {
    return this.#life?.call(make) ?? Promise.reject(refusal('noproc', this.path));
  }

  /** Resolves when the child is up; where it is refused, its names are given up. Throws `noproc`. */
  add(child: Placed): Promise<void> {
    if (this.#life) {
      // One whose id another has is no part of the tree before it takes that one's place.
      const { id } = child.plan.spec;
      const others = [...this.offered, this.placed.get(id)];
      if (!others.some((other) => other?.plan.spec.id === id)) child.slot.joined(child.plan.tags);
      return this.#life.add(child);
    }
    const reason = refusal('noproc', this.path);
    child.slot.release();
    child.slot.end(reason, 'stopped');
    throw reason;
  }

  async delete(id: string): Promise<void> {
    await this.call((call) => ({ verb: 'deleteChild', id: call, child: id }));
    this.#places.deleted(id);
  }

  /** Makes what a child is kept in, and claims its names. Throws what a claim throws, with the path to it. */
  place(plan: PlannedChild): Placed {
    const { runs } = plan;
    return runs.type === 'session'
      ? { plan, slot: this.newSession({ ...plan, runs }) }
      : { plan, slot: this.#claiming(plan, (child) => new LiveSupervisor({ ...child, plan: runs.plan })) };
  }

  newSession(plan: PlannedSessionChild): SessionSlot {
    const { newSession } = this.#request.world;
    return this.#claiming(
      plan,
      ({ owner, path }) => new SessionSlot(plan, newSession(plan.runs, owner, path)),
    );
  }

  #claiming<Kept extends Slot>(
    { spec: { id } }: PlannedChild,
    make: (child: Omit<SupervisorRequest, 'plan'>) => Kept,
  ): Kept {
    const path = `${this.path}/${id}`;
    const owner = this.#ownerOf(id);
    try {
      return make({ world: this.#request.world, path, owner, tell: (report) => this.#pass(report) });
    } catch (refused) {
      if (!isSessionError(refused)) throw refused;
      throw restate(refused, { path: refused.path ?? path });
    }
  }

  /**
   * As by `terminateChild` of its own supervisor; resolves when it is down. Calling it again is the same call. Rejects
   * with `not_stopped`.
   */
  async stop(): Promise<void> {
    if (this.#standing === 'in service') {
      this.#standing = 'asked to stop';
      this.#request.owner.stop();
    }
    await this.#done.promise.catch(() => undefined);
    if (this.#leftover) throw this.#leftover;
  }

  // Slot: what its own supervisor, or the system, does with it.

  /** With its children, which are told after it. */
  joined(tags: readonly string[]): void {
    this.#record.joined(tags);
    for (const { plan, slot } of this.#places.placed.values()) slot.joined(plan.tags);
  }

  begin(watcher: SlotWatcher): void {
    if (this.#standing === 'down') {
      this.#standing = 'in service';
      this.#done = quietDeferred();
    }
    const { world } = this.#request;
    this.#record.begun();
    try {
      for (const { plan, slot } of this.#places.fill()) slot.joined(plan.tags);
    } catch (refused) {
      const exit = unplaced(this.path, refused);
      this.#record.over(exit.error.code);
      return watcher.exited(exit);
    }
    const { flags } = this.plan;
    this.#life = new SupervisorLife({
      path: this.path,
      placed: this.#places.placed,
      core: initialState(flags, this.#places.specs, world.newSeed(), this.#places.downs),
      clock: world.clock,
      inspection: world.inspection,
      place: {
        id: called(this.plan.name, this.path, this.#record.incarnation),
        parent: this.#request.owner.actorId,
      },
      hooks: {
        report: (report) => this.#tell(report),
        entered: (state) => this.#record.entered(state),
        started: () => watcher.ready(),
        begun: (id) => this.#places.begun(id),
        down: (id, why) => this.#places.down(id, why),
        forgotten: (id) => this.#places.forgotten(id),
        ended: (exit, left) => this.#ended(exit, left, watcher),
      },
    });
    this.#life.start();
  }

  halt(): void {
    this.#life?.stop();
  }

  kill(): void {
    this.#life?.kill();
  }

  suspend(at: number | undefined): void {
    this.#record.suspended(at);
    this.#places.suspend(at);
  }

  end(reason: SessionError, status: 'stopped' | 'gaveUp'): void {
    if (this.#standing === 'down') return;
    this.#standing = 'down';
    this.#places.end(reason, status);
    this.#record.ended(status);
    if (reason.code === 'stopped' || reason.code === 'shutdown') this.#done.resolve();
    else this.#done.reject(reason);
  }

  release(): void {
    this.#places.release();
    this.#name.release();
    this.#course.released();
  }

  /** S71: what was added at run time goes with the life that it was added to. */
  #ended(exit: Exit, left: ReadonlyMap<string, Placed>, watcher: SlotWatcher): void {
    this.#life = undefined;
    this.#lost = [...left.values()].filter(({ plan }) => !this.#places.placed.has(plan.spec.id));
    this.#record.over(exit.error.code);
    this.#leftover = exit.leftover;
    for (const [id, { slot }] of left) {
      const path = `${this.path}/${id}`;
      const isLost = !this.#places.placed.has(id);
      if (isLost) slot.release();
      // It was stopped by hand while everything was being stopped.
      if (this.#places.downs.has(id)) slot.end(handStopped(path, isLost), 'stopped');
      else if (isLost) slot.end(lostWith(path, exit.error), statusFor(exit.error));
      if (isLost) this.#places.lost(id);
    }
    this.#lost = [];
    watcher.exited(exit);
  }

  #ownerOf(id: string): Owner {
    const life = (): SupervisorLife | undefined => this.#life;
    return {
      get actorId() {
        return life()?.actorId;
      },
      stop: () => this.#stopByHand(id),
    };
  }

  /** A child's own `stop()`: it stays down, also where this supervisor is about to be restarted. */
  #stopByHand(id: string): void {
    const life = this.#life;
    if (life && life.state !== 'stopping') {
      life
        .call((call) => ({ verb: 'terminateChild', id: call, child: id }))
        .catch((refused: unknown) => {
          // Its life ended before the call had its turn: it holds for the next one all the same.
          if (!isSessionError(refused) || refused.code !== 'not_found') this.#stopByHand(id);
        });
      return;
    }
    this.#places.down(id, 'asked');
    if (!life) this.#places.placed.get(id)?.slot.end(handStopped(`${this.path}/${id}`), 'stopped');
  }

  #tell(report: CoreReport): void {
    const told = reportOf(report, this.path, this.#request.world.clock.now());
    this.#course.tell(() => reported(told));
    logReport(this.#request.world.logger, told);
    this.#pass(told);
  }

  #pass(report: SupervisorReport): void {
    this.#events.emit('report', report);
    this.#request.tell(report);
  }
}
