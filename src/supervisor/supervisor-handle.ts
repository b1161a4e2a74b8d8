import type { Unsubscribe } from '../base/emitter.js';
import { quiet } from '../base/quiet.js';
import { refuseOption } from '../protocol/options/check-options.js';
import type { LiveSession } from '../session/live-session.js';
import { SessionRef } from '../session/session-ref.js';
import type { Session } from '../session/session.js';
import type { ChildSpec, SessionSpec } from './child-spec.js';
import type { ChildCounts } from './core/child-row.js';
import { childCounts, childRows, sessionCalled, sessionCounts, sessionRows, sessionsIn } from './listings.js';
import type { LiveSupervisor } from './live-supervisor.js';
import type { PlannedChild } from './plan.js';
import { planChild } from './plan-tree.js';
import { SessionSlot } from './session-slot.js';
import { refusal } from './supervision-errors.js';
import type {
  SessionCounts,
  SessionFilter,
  SessionRow,
  Supervisor,
  SupervisorChildRow,
  SupervisorEvents,
  SupervisorState,
} from './supervisor.js';
import type { SupervisorWorld } from './supervisor-world.js';

/** The verbs of one supervisor; they hold across its lives. */
export class SupervisorHandle implements Supervisor {
  readonly #live: LiveSupervisor;
  readonly #world: SupervisorWorld;

  constructor(live: LiveSupervisor, world: SupervisorWorld) {
    this.#live = live;
    this.#world = world;
  }

  get name(): string | undefined {
    return this.#live.plan.name;
  }

  get path(): string {
    return this.#live.path;
  }

  get state(): SupervisorState {
    return this.#live.state;
  }

  get done(): Promise<void> {
    return this.#live.done;
  }

  getSession(name: string): Session {
    return new SessionRef(name, () => this.#find(name), this.#world.report);
  }

  startSession(spec: SessionSpec): Session {
    const planned = this.#plan(spec);
    const { runs } = planned;
    if (runs.type !== 'session') {
      return refuseOption('type', "'session', or left out: startChild starts supervisors", 'a supervisor');
    }
    const plan = { ...planned, runs };
    const slot = this.#placed(plan, () => this.#live.newSession(plan));
    void this.#live.add({ plan, slot });
    return slot.session;
  }

  terminateSession(name: string): Promise<void> {
    return quiet(this.#terminate(name));
  }

  restartSession(name: string): Promise<void> {
    return quiet(this.#restart(name));
  }

  listSessions(filter: SessionFilter = {}): readonly SessionRow[] {
    return sessionRows(this.#live, this.#world.clock.now(), filter);
  }

  countSessions(filter: SessionFilter = {}): SessionCounts {
    return sessionCounts(this.listSessions(filter));
  }

  startChild(spec: ChildSpec): Promise<void> {
    return quiet(this.#start(spec));
  }

  terminateChild(child: string): Promise<void> {
    return quiet(this.#live.call((id) => ({ verb: 'terminateChild', id, child })));
  }

  restartChild(child: string): Promise<void> {
    return quiet(this.#live.call((id) => ({ verb: 'restartChild', id, child, live: false })));
  }

  deleteChild(child: string): Promise<void> {
    return quiet(this.#live.delete(child));
  }

  whichChildren(): readonly SupervisorChildRow[] {
    return childRows(this.#live);
  }

  countChildren(): ChildCounts {
    return childCounts(this.#live);
  }

  getChildSpec(id: string): ChildSpec {
    const child = this.#live.placed.get(id);
    if (!child) throw refusal('not_found', `${this.path}/${id}`);
    return child.plan.given;
  }

  stop(): Promise<void> {
    return quiet(this.#live.stop());
  }

  on<Event extends keyof SupervisorEvents>(
    event: Event,
    listener: (...values: SupervisorEvents[Event]) => unknown,
  ): Unsubscribe {
    return this.#live.on(event, listener);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #start(spec: ChildSpec): Promise<void> {
    const plan = this.#plan(spec);
    await this.#live.add(this.#placed(plan, () => this.#live.place(plan)));
  }

  /** Where a name is taken by the very child that is to be started, OTP's word says so (S83). */
  #placed<Kept>({ spec: { id } }: PlannedChild, place: () => Kept): Kept {
    try {
      return place();
    } catch (refused) {
      const existing = this.#live.core?.children.get(id);
      if (!existing) throw refused;
      throw refusal(existing.phase.is === 'up' ? 'already_started' : 'already_present', `${this.path}/${id}`);
    }
  }

  async #terminate(name: string): Promise<void> {
    const child = this.#idOf(name);
    await this.#live.call((id) => ({ verb: 'terminateChild', id, child, forget: true }));
  }

  async #restart(name: string): Promise<void> {
    const child = this.#idOf(name);
    await this.#live.call((id) => ({ verb: 'restartChild', id, child, live: true }));
  }

  #plan(spec: ChildSpec): PlannedChild {
    return planChild(spec, this.#live.plan.flags, this.#world.defaults);
  }

  #find(name: string): LiveSession | undefined {
    return this.#direct(name) ?? sessionCalled(name, [...sessionsIn(this.#live)])?.session;
  }

  /** Of a session among the children: by its name, or by its id. */
  #idOf(name: string): string {
    if (this.#direct(name)) return name;
    const own = [...sessionsIn(this.#live)].filter(({ supervisor }) => supervisor === this.#live);
    const found = sessionCalled(name, own);
    if (found) return found.placed.plan.spec.id;
    throw refusal('not_found', `${this.path}/${name}`);
  }

  /** As most are called: their id is their name. */
  #direct(name: string): LiveSession | undefined {
    const slot = this.#live.placed.get(name)?.slot;
    return slot instanceof SessionSlot && slot.session.name === name ? slot.session : undefined;
  }
}
