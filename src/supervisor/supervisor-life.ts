import { createActor, type Actor } from 'xstate';
import type {
  SupervisorCore,
  SupervisorDecision,
  SupervisorLink,
  SupervisorMachineEvent,
} from '../../machines/supervisor.types.js';
import type { Clock } from '../base/clock.js';
import { faultText } from '../base/fault-text.js';
import type { Inspection } from '../base/inspection.js';
import type { ActorPlace } from '../base/shown-actor.js';
import { SessionError } from '../errors/session-error.js';
import { Children, type ChildrenHooks } from './children.js';
import type { Effect } from './core/effect.js';
import type { Call, CoreEvent } from './core/event.js';
import type { Exit, SupervisorEnding } from './core/exit.js';
import type { SupervisorState } from './core/state.js';
import { step } from './core/step.js';
import type { Placed } from './slot.js';
import { supervisorLogic } from './supervisor-actor.js';
import { exitOf } from './supervision-errors.js';

export interface SupervisorLifeRequest {
  readonly path: string;
  readonly placed: ReadonlyMap<string, Placed>;
  readonly core: SupervisorState;
  readonly clock: Clock;
  readonly inspection: Inspection;
  /** Where the supervisor actor stands for whoever inspects. */
  readonly place: ActorPlace;
  readonly hooks: SupervisorLifeHooks;
  /** How decisions are made; a test may break it. */
  readonly decide?: typeof step | undefined;
}

export interface SupervisorLifeHooks extends ChildrenHooks {
  /** Before what was decided by that is carried out. */
  entered(state: SupervisorLife['state']): void;
  /** Called once and last: no child has an incarnation any more. */
  ended(exit: Exit, left: ReadonlyMap<string, Placed>): void;
}

/** One life of a supervisor: a supervisor actor, and what carries its decisions out. */
export class SupervisorLife implements SupervisorLink {
  readonly #request: SupervisorLifeRequest;
  readonly #children: Children;
  readonly #actor: Actor<typeof supervisorLogic>;
  #shown: { leave(): void } | undefined;
  #ending: SupervisorEnding | undefined;
  #fault: unknown;
  #isOver = false;

  constructor(request: SupervisorLifeRequest) {
    const { path, placed, clock, hooks, core } = request;
    this.#request = request;
    this.#children = new Children({ path, placed, clock, hooks });
    this.#actor = createActor(supervisorLogic, { input: { link: this, core }, clock });
    // An inspector may call before the actor has started.
    this.#children.send = (event) => this.#actor.send(event);
  }

  /** XState's `sessionId`. */
  get actorId(): string {
    return this.#actor.sessionId;
  }

  /** What it knows. */
  get core(): SupervisorState {
    return this.#actor.getSnapshot().context.core as SupervisorState;
  }

  get state(): 'starting' | 'running' | 'stopping' | 'stopped' {
    // One that failed is over when its children are.
    return this.#isOver ? 'stopping' : this.#actor.getSnapshot().value;
  }

  get placed(): ReadonlyMap<string, Placed> {
    return this.#children.placed;
  }

  get offered(): readonly Placed[] {
    return this.#children.offered;
  }

  start(): void {
    this.#actor.subscribe({
      complete: () => this.#finish(this.#fault),
      error: (fault) => this.#finish(fault),
    });
    const { inspection, place } = this.#request;
    this.#shown = inspection.enter(this.#actor, place);
    this.#actor.start();
  }

  stop(): void {
    this.#actor.send({ type: 'stop' });
  }

  /** As `stop`, and whatever lives is killed. */
  kill(): void {
    this.stop();
    this.#children.killAll();
  }

  call(make: (id: number) => Call): Promise<void> {
    return this.#children.call(make);
  }

  add(child: Placed): Promise<void> {
    return this.#children.add(child);
  }

  // SupervisorLink: what the machine asks for.

  decide(
    core: SupervisorCore,
    event: SupervisorMachineEvent | { readonly type: 'begin' },
  ): SupervisorDecision {
    const { clock, decide = step } = this.#request;
    const { state, effects } = decide(core as SupervisorState, event as CoreEvent, clock.now());
    return { core: state, effects };
  }

  open(send: (event: SupervisorMachineEvent) => void): void {
    this.#children.send = (event) => send(event);
  }

  carryOut(effects: readonly object[]): void {
    try {
      this.#request.hooks.entered(this.state);
      for (const effect of effects as readonly Effect[]) {
        if (effect.type === 'ended') this.#ending = effect.ending;
        this.#children.carryOut(effect);
      }
    } catch (fault) {
      this.#fault = fault;
      throw fault;
    }
  }

  abandon(): void {
    if (!this.#ending) this.#children.killAll();
  }

  toJSON(): string {
    return '[children]';
  }

  #finish(fault: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#shown?.leave();
    if (this.#ending) return this.#leave(exitOf(this.#ending, this.#request.path, this.#request.core.flags));
    // It failed by itself, which no supervisor of ours does: nothing of it may be left.
    this.#request.hooks.entered(this.state);
    const exit = faultExit(this.#request.path, fault);
    this.#children.send = () => undefined;
    this.#children.killAll();
    this.#children.send = () => this.#leaveWhenAlone(exit);
    this.#leaveWhenAlone(exit);
  }

  #leaveWhenAlone(exit: Exit): void {
    if (!this.#children.isSomeAlive) this.#leave(exit);
  }

  #leave(exit: Exit): void {
    // Whoever calls from now on is told the same.
    this.#children.send = () => this.#children.close(exit.error);
    this.#children.close(exit.error);
    this.#request.hooks.ended({ ...exit, leftover: this.#children.leftover }, this.#children.placed);
  }
}

function faultExit(path: string, fault: unknown): Exit {
  const error = new SessionError('crashed', `Supervisor '${path}' failed: ${faultText(fault)}`, {
    path,
    cause: fault,
  });
  return { kind: 'abnormal', mendable: true, forced: false, error };
}
