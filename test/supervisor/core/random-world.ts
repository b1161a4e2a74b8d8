import type { CoreReport, Effect } from '../../../src/supervisor/core/effect.js';
import type { Call, CoreEvent } from '../../../src/supervisor/core/event.js';
import type { CoreSpec, Flags } from '../../../src/supervisor/core/spec.js';
import { initialState, type SupervisorState } from '../../../src/supervisor/core/state.js';
import { exitOf } from './core-fixture.js';
import type { Invariant } from './invariants.js';
import { isSame, pureStep } from './pure-step.js';
import type { Act, Scenario } from './random-acts.js';

/** A run of a child. */
export interface Life {
  readonly incarnation: number;
  readonly isReady: boolean;
  readonly isStopping: boolean;
}

/** What can be known of a supervisor without looking into it. */
export interface World {
  readonly flags: Flags;
  readonly now: number;
  /** The specs that there are, in start order. */
  readonly specs: ReadonlyMap<string, CoreSpec>;
  readonly lives: ReadonlyMap<string, Life>;
  /** When each armed timer is due, by child. */
  readonly timers: ReadonlyMap<string, number>;
  /** Those that wait for an answer. */
  readonly calls: ReadonlyMap<number, Call>;
  readonly hasBegun: boolean;
  readonly hasStarted: boolean;
  readonly isEnding: boolean;
  readonly hasEnded: boolean;
}

/** Stands for a child in {@link World.timers}. */
export const ROUND = 'the round';
type Happening = 'ready' | 'fail' | 'die' | 'obey';
const mayHappen: Readonly<Record<Happening, (life: Life) => boolean>> = {
  // Also in the moment in which it is told to stop.
  ready: ({ isReady }) => !isReady,
  fail: ({ isReady, isStopping }) => !isReady && !isStopping,
  die: ({ isReady, isStopping }) => isReady && !isStopping,
  obey: ({ isStopping }) => isStopping,
};

/** No scenario takes so many moves to come to rest. */
const ENDLESS = 1_000;

/** Does what a supervisor's core says, and has every invariant look at each step. */
export class RandomWorld implements World {
  readonly flags: Flags;
  readonly specs: Map<string, CoreSpec>;
  readonly lives = new Map<string, Life>();
  readonly timers = new Map<string, number>();
  readonly calls = new Map<number, Call>();
  now = 0;
  hasBegun = false;
  hasStarted = false;
  isEnding = false;
  hasEnded = false;
  readonly #invariants: readonly Invariant[];
  readonly #log: (CoreEvent | Effect)[] = [];
  readonly #latest = new Map<string, number>();
  #state: SupervisorState;
  #made = 0;

  constructor({ flags, specs, seed }: Scenario, invariants: readonly Invariant[]) {
    this.flags = flags;
    this.specs = new Map(specs.map((spec) => [spec.id, spec]));
    this.#state = initialState(flags, specs, seed);
    this.#invariants = invariants;
  }

  do(act: Act): void {
    switch (act.act) {
      case 'begin':
      case 'stop':
        return this.#take({ type: act.act });
      case 'ready':
        return this.#one(act, (child) => this.#take({ type: 'child.ready', ...child }));
      case 'fail':
      case 'die':
      case 'obey':
        return this.#one(act, (child) => this.#take({ type: 'child.exited', ...child, exit: act.exit }));
      case 'call':
        return this.#take({ type: 'call', call: { ...act.call, id: (this.#made += 1) } });
      case 'stale':
        return this.#stale(act.which, act.what);
      case 'pass':
        return this.#pass(act.time);
      case 'rest':
        return this.rest();
    }
  }

  /** Whatever starts is ready, whatever is to stop does, and time passes, until nothing moves. */
  rest(): void {
    for (let moves = 0; moves < ENDLESS; moves += 1) {
      const moving = [...this.lives].find(([, { isStopping, isReady }]) => isStopping || !isReady);
      const timer = this.#nextTimer(Infinity);
      if (moving) this.#move(...moving);
      else if (timer !== undefined) this.#fire(timer);
      else return this.#ask((invariant) => invariant.rest?.(this));
    }
    this.#fail('it never comes to rest');
  }

  #take(event: CoreEvent): void {
    this.#log.push(event);
    this.#ask((invariant) => invariant.before?.(event, this));
    this.#happen(event);
    const { state, effects } = this.#guarded(() => pureStep(this.#state, event, this.now));
    this.#state = state;
    for (const effect of effects) {
      this.#log.push(effect);
      this.#ask((invariant) => invariant.effect?.(effect, this));
      this.#carryOut(effect);
    }
    this.#ask((invariant) => invariant.after?.(event, effects, this));
  }

  #happen(event: CoreEvent): void {
    switch (event.type) {
      case 'call':
        return void this.calls.set(event.call.id, event.call);
      case 'stop':
        this.isEnding = true;
        return;
      case 'child.ready':
        return this.#alter(event.id, event.incarnation, { isReady: true });
      case 'child.exited':
        if (this.lives.get(event.id)?.incarnation === event.incarnation) this.lives.delete(event.id);
        return;
      case 'begin':
        this.hasBegun = true;
        return;
      case 'child.due':
      case 'round.due':
    }
  }

  #carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'start':
        return this.#begin(effect.id, effect.incarnation);
      case 'stop':
        return this.#alter(effect.id, effect.incarnation, { isStopping: true });
      case 'arm':
        return void this.timers.set(effect.id, effect.at);
      case 'disarm':
        return void this.timers.delete(effect.id);
      case 'arm.round':
        return void this.timers.set(ROUND, effect.at);
      case 'disarm.round':
        return void this.timers.delete(ROUND);
      case 'forget':
        this.#latest.delete(effect.id);
        return void this.specs.delete(effect.id);
      case 'reply':
        return void this.calls.delete(effect.call);
      case 'report':
        return this.#hear(effect.report);
      case 'started':
        this.hasStarted = true;
        return;
      case 'ended':
        this.hasEnded = true;
        return;
      case 'comes.back':
      case 'is.down':
    }
  }

  #begin(id: string, incarnation: number): void {
    const offered = [...this.calls.values()].find(
      (call) => call.verb === 'startChild' && call.spec.id === id,
    );
    if (!this.specs.has(id) && offered?.verb === 'startChild') this.specs.set(id, offered.spec);
    this.#latest.set(id, incarnation);
    this.lives.set(id, { incarnation, isReady: false, isStopping: false });
  }

  #hear({ type }: CoreReport): void {
    if (type === 'gave_up' || type === 'auto_shutdown') this.isEnding = true;
    if (type === 'start_error' && !this.hasStarted) this.isEnding = true;
  }

  #alter(id: string, incarnation: number, changed: Partial<Life>): void {
    const life = this.lives.get(id);
    if (life?.incarnation === incarnation) this.lives.set(id, { ...life, ...changed });
  }

  #one(
    { act, which }: { readonly act: Happening; readonly which: number },
    happens: (child: { readonly id: string; readonly incarnation: number }) => void,
  ): void {
    const those = [...this.lives].filter(([, life]) => mayHappen[act](life));
    const chosen = those[which % those.length];
    if (chosen) happens({ id: chosen[0], incarnation: chosen[1].incarnation });
  }

  /** What is told too late, or of something that is not so, changes nothing. */
  #stale(which: number, what: 'child.ready' | 'child.exited' | 'child.due' | 'round.due'): void {
    const known = [...this.specs.keys()];
    const id = known[which % known.length] ?? 'unknown';
    if (what === 'round.due' && this.timers.has(ROUND)) return;
    const isExpected = this.timers.has(id) || this.lives.has(id);
    const incarnation = (this.#latest.get(id) ?? 0) - (isExpected ? 1 : 0);
    const before = this.#state;
    const logged = this.#log.length;
    this.#take({ type: what, id, incarnation, exit: exitOf('abnormal') });
    const isIgnored = this.#log.length === logged + 1 && isSame(before, this.#state);
    if (!isIgnored) this.#fail('what an old incarnation or a stale timer tells changes something');
  }

  #move(id: string, { incarnation, isStopping }: Life): void {
    if (isStopping) this.#take({ type: 'child.exited', id, incarnation, exit: exitOf('shutdown') });
    else this.#take({ type: 'child.ready', id, incarnation });
  }

  #pass(time: number): void {
    const end = this.now + time;
    for (let next = this.#nextTimer(end); next !== undefined; next = this.#nextTimer(end)) this.#fire(next);
    this.now = end;
  }

  #nextTimer(end: number): string | undefined {
    const due = [...this.timers].filter(([, at]) => at <= end);
    return due.sort(([, one], [, other]) => one - other)[0]?.[0];
  }

  #fire(id: string): void {
    this.now = Math.max(this.now, this.timers.get(id) ?? 0);
    this.timers.delete(id);
    const incarnation = this.#latest.get(id) ?? 0;
    this.#take(id === ROUND ? { type: 'round.due' } : { type: 'child.due', id, incarnation });
  }

  #ask(look: (invariant: Invariant) => string | undefined): void {
    for (const invariant of this.#invariants) {
      const fault = look(invariant);
      if (fault !== undefined) this.#fail(fault);
    }
  }

  #guarded<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      return this.#fail(String(error));
    }
  }

  #fail(fault: string): never {
    const log = this.#log.slice(-60).map((each) => JSON.stringify(each, withoutErrors));
    throw new Error([fault, ...log].join('\n'));
  }
}

function withoutErrors(key: string, value: unknown): unknown {
  return key === 'error' ? undefined : value;
}
