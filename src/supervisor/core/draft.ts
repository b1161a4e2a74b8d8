import type { Answer, CoreReport, Effect } from './effect.js';
import type { Call } from './event.js';
import type { DownReason, Exit } from './exit.js';
import type { Child, ChildPhase, SupervisorState } from './state.js';

/** The state that a step works on, and the effects it has so far. It lives for one step; nothing given is changed. */
export class Draft {
  state: SupervisorState;
  readonly effects: Effect[] = [];
  readonly now: number;

  constructor(state: SupervisorState, now: number) {
    this.state = state;
    this.now = now;
  }

  set(changed: Partial<SupervisorState>): void {
    this.state = { ...this.state, ...changed };
  }

  emit(effect: Effect): void {
    this.effects.push(effect);
  }

  report(report: CoreReport): void {
    this.emit({ type: 'report', report });
  }

  reply(call: number, answer: Answer): void {
    this.emit({ type: 'reply', call, answer });
  }

  /** The call is made again when nothing is in its way. */
  hold(call: Call): void {
    this.set({ held: [...this.state.held, call] });
  }

  /** What waited for a child comes before what was held since; a supervisor that ends refuses it (S39). */
  release(calls: readonly Call[]): void {
    if (this.state.phase === 'stopping')
      for (const { id } of calls) this.reply(id, { is: 'refused', word: 'shutdown' });
    else if (calls.length > 0) this.set({ held: [...calls, ...this.state.held] });
  }

  child(id: string): Child | undefined {
    return this.state.children.get(id);
  }

  put(child: Child, changed: Partial<Child> = {}): Child {
    const put = { ...child, ...changed };
    this.set({ children: this.state.children.set(child.spec.id, put) });
    return put;
  }

  enter(child: Child, phase: ChildPhase): Child {
    return this.put(child, { phase });
  }

  start(child: Child): void {
    const incarnation = child.incarnation + 1;
    this.put(child, { incarnation, phase: { is: 'starting' } });
    this.emit({ type: 'start', id: child.spec.id, incarnation });
  }

  stop(child: Child, next: 'down' | 'start' | 'due'): void {
    this.put(child, { phase: { is: 'stopping', next }, failures: this.failuresOf(child) });
    this.emit({ type: 'stop', id: child.spec.id, incarnation: child.incarnation });
  }

  /** Failures in a row; a child that was up for long enough has none. */
  failuresOf({ spec, phase, failures }: Child): number {
    return phase.is === 'up' && this.now - phase.since >= spec.stableAfter ? 0 : failures;
  }

  up(child: Child): void {
    if (child.startCall) this.reply(child.startCall.call, { is: 'ok' });
    this.put(child, { phase: { is: 'up', since: this.now }, startCall: undefined, later: [] });
    this.release(child.later);
  }

  /** The child is down, and whoever waits for it is told. A spec that is not needed any more goes (S46, S84, S124). */
  down(child: Child, why: DownReason, exit?: Exit): void {
    const { id } = child.spec;
    if (child.phase.is === 'waiting') this.emit({ type: 'disarm', id });
    const forgotten = this.#isOver(child, why);
    this.emit({ type: 'is.down', id, why, exit, forgotten });
    this.put(child, { phase: { is: 'down', why }, startCall: undefined, stopCalls: [], later: [] });
    if (forgotten) this.forget(id);
    if (child.startCall) this.reply(child.startCall.call, unstarted(why, exit));
    for (const call of child.stopCalls) this.reply(call, { is: 'ok' });
    this.release(child.later);
  }

  forget(id: string): void {
    this.set({ children: this.state.children.delete(id) });
    this.emit({ type: 'forget', id });
  }

  #isOver({ spec, startCall, isLeaving }: Child, why: DownReason): boolean {
    switch (why) {
      case 'gave_up':
      case 'supervisor':
        return false;
      case 'failed':
        return startCall?.isNew === true || spec.restart === 'temporary';
      case 'asked':
      case 'ended':
        return isLeaving || spec.restart === 'temporary' || this.state.flags.kind === 'dynamicSupervisor';
    }
  }
}

function unstarted(why: DownReason, exit: Exit | undefined): Answer {
  if (why === 'supervisor') return { is: 'refused', word: 'shutdown' };
  return why === 'failed' && exit ? { is: 'start_failed', exit } : { is: 'refused', word: 'stopped' };
}
