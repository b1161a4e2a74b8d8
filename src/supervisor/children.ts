import type { Clock } from '../base/clock.js';
import type { SessionError } from '../errors/session-error.js';
import { Alarms } from './alarms.js';
import type { CoreReport, Effect } from './core/effect.js';
import type { Call, CoreEvent } from './core/event.js';
import type { DownReason } from './core/exit.js';
import { PendingCalls } from './pending-calls.js';
import type { Placed } from './slot.js';
import { answerError, downError, statusFor } from './supervision-errors.js';

export interface ChildrenRequest {
  readonly path: string;
  /** By id. */
  readonly placed: ReadonlyMap<string, Placed>;
  readonly clock: Clock;
  readonly hooks: ChildrenHooks;
}

/** What becomes of the children, for whoever keeps them. */
export interface ChildrenHooks {
  report(report: CoreReport): void;
  started(): void;
  /** A child is down, and stays so until somebody starts it. */
  down(id: string, why: DownReason): void;
  /** A child was begun. */
  begun(id: string): void;
  forgotten(id: string): void;
}

/** What happens while a supervisor lives. */
export type ChildrenEvent = Exclude<CoreEvent, { readonly type: 'begin' }>;

const ROUND = 'round';

/** Carries a supervisor's decisions out: on its children, on timers, and towards those who called. */
export class Children {
  readonly #request: ChildrenRequest;
  readonly #placed: Map<string, Placed>;
  readonly #calls = new PendingCalls();
  /** Ids of the children that these are about. */
  readonly #about = new Map<number, string>();
  readonly #alarms: Alarms;
  /** Those that a call brings along, until their first start. */
  readonly #offered = new Map<number, Placed>();
  /** Ids of those that have an incarnation. */
  readonly #alive = new Set<string>();
  #leftover: SessionError | undefined;
  /** Where they report to. */
  send: (event: ChildrenEvent) => void = () => undefined;

  constructor(request: ChildrenRequest) {
    this.#request = request;
    this.#placed = new Map(request.placed);
    this.#alarms = new Alarms(request.clock);
  }

  get placed(): ReadonlyMap<string, Placed> {
    return this.#placed;
  }

  /** Those whose start was called for, and has not had its turn. */
  get offered(): readonly Placed[] {
    return [...this.#offered.values()].filter(({ plan }) => !this.#placed.has(plan.spec.id));
  }

  /** What of their processes could not be ended, if there is such. */
  get leftover(): SessionError | undefined {
    return this.#leftover;
  }

  get isSomeAlive(): boolean {
    return this.#alive.size > 0;
  }

  call(make: (id: number) => Call): Promise<void> {
    const { id, answer } = this.#calls.open();
    const call = make(id);
    this.#about.set(id, call.verb === 'startChild' ? call.spec.id : call.child);
    this.send({ type: 'call', call });
    return answer;
  }

  /** Takes a child in, whose names it gives up again where that is refused. */
  add(child: Placed): Promise<void> {
    return this.call((id) => {
      this.#offered.set(id, child);
      return { verb: 'startChild', id, spec: child.plan.spec };
    });
  }

  carryOut(effect: Effect): void {
    const { hooks } = this.#request;
    switch (effect.type) {
      case 'start':
        return this.#start(effect.id, effect.incarnation);
      case 'stop':
        return this.#placed.get(effect.id)?.slot.halt();
      case 'arm':
        return this.#alarms.arm(`child ${effect.id}`, effect.at, () =>
          this.send({ type: 'child.due', id: effect.id, incarnation: effect.incarnation }),
        );
      case 'disarm':
        return this.#alarms.disarm(`child ${effect.id}`);
      case 'arm.round':
        return this.#alarms.arm(ROUND, effect.at, () => this.send({ type: 'round.due' }));
      case 'disarm.round':
        return this.#alarms.disarm(ROUND);
      case 'comes.back':
        return this.#placed.get(effect.id)?.slot.suspend(effect.at);
      case 'is.down':
        return this.#down(effect);
      case 'forget':
        return this.#forget(effect.id);
      case 'reply':
        return this.#reply(effect);
      case 'report':
        return hooks.report(effect.report);
      case 'started':
        return hooks.started();
      case 'ended':
        return;
    }
  }

  killAll(): void {
    for (const id of [...this.#alive]) this.#placed.get(id)?.slot.kill();
  }

  /** Whoever still waits for an answer is told why none will come. */
  close(reason: SessionError): void {
    this.#alarms.disarmAll();
    for (const id of [...this.#offered.keys()]) this.#withdraw(id, reason);
    this.#calls.failAll(reason);
  }

  #start(id: string, incarnation: number): void {
    const child = this.#placed.get(id) ?? this.#takeIn(id);
    if (!child) return;
    this.#alive.add(id);
    this.#request.hooks.begun(id);
    child.slot.begin({
      ready: () => this.send({ type: 'child.ready', id, incarnation }),
      exited: (exit) => {
        this.#alive.delete(id);
        this.#leftover ??= exit.leftover;
        this.send({ type: 'child.exited', id, incarnation, exit });
      },
    });
  }

  #takeIn(id: string): Placed | undefined {
    for (const [call, child] of this.#offered) {
      if (child.plan.spec.id !== id) continue;
      this.#offered.delete(call);
      this.#placed.set(id, child);
      child.slot.joined(child.plan.tags);
      return child;
    }
    return undefined;
  }

  #down({ id, why, exit, forgotten }: Extract<Effect, { readonly type: 'is.down' }>): void {
    // What becomes of those that go with their supervisor is for that one's own supervisor to say.
    if (why === 'supervisor') return;
    this.#request.hooks.down(id, why);
    const reason = downError(why, exit, this.#pathTo(id), forgotten);
    const slot = this.#placed.get(id)?.slot;
    // S106: the names are free when the session tells that it is over.
    if (forgotten) slot?.release();
    slot?.end(reason, why === 'gave_up' ? 'gaveUp' : statusFor(reason));
  }

  #forget(id: string): void {
    this.#placed.get(id)?.slot.release();
    this.#placed.delete(id);
    this.#request.hooks.forgotten(id);
  }

  #reply({ call, answer }: Extract<Effect, { readonly type: 'reply' }>): void {
    const error = answerError(answer, this.#pathTo(this.#about.get(call) ?? ''));
    this.#about.delete(call);
    if (error) this.#withdraw(call, error);
    this.#calls.settle(call, error);
  }

  #withdraw(call: number, reason: SessionError): void {
    const offered = this.#offered.get(call);
    this.#offered.delete(call);
    offered?.slot.release();
    offered?.slot.end(reason, 'stopped');
  }

  #pathTo(id: string): string {
    return `${this.#request.path}/${id}`;
  }
}
