import { OrderedMap } from 'immutable';
import type { DownReason, Exit, SupervisorEnding } from './exit.js';
import type { CoreSpec, Flags } from './spec.js';
import type { Call } from './event.js';

/** A supervisor, as far as its decisions need to know: plain data, and never changed in place. */
export interface SupervisorState {
  readonly flags: Flags;
  readonly phase: 'new' | 'starting' | 'running' | 'stopping' | 'stopped';
  /** In start order, by id. */
  readonly children: OrderedMap<string, Child>;
  /** When restarts were spent, within the window (S63). */
  readonly restarts: readonly number[];
  /** The operation on several children that is in flight. */
  readonly round: Round | undefined;
  /** Calls that wait for the round to end. */
  readonly held: readonly Call[];
  /** Children that died during a round, in the order of their deaths. */
  readonly died: readonly string[];
  readonly ending: SupervisorEnding | undefined;
  /** Of the next random number. */
  readonly seed: number;
}

export interface Child {
  readonly spec: CoreSpec;
  /** Number of the latest start; 0 before the first. */
  readonly incarnation: number;
  /** Failures in a row. */
  readonly failures: number;
  readonly phase: ChildPhase;
  /** The call that is answered when the child is up, or cannot be. */
  readonly startCall: StartCall | undefined;
  /** Calls that are answered when the child is down. */
  readonly stopCalls: readonly number[];
  /** Its spec goes when it is down. */
  readonly isLeaving: boolean;
  /** Calls that wait for the child's operation in flight. */
  readonly later: readonly Call[];
}

export interface StartCall {
  readonly call: number;
  /** The spec goes when the start fails (S84). */
  readonly isNew: boolean;
}

export type ChildPhase =
  | { readonly is: 'down'; readonly why: DownReason }
  /** The round will start it when its turn comes. */
  | { readonly is: 'due' }
  | { readonly is: 'starting' }
  | { readonly is: 'up'; readonly since: number }
  /** It died during a round; what follows is decided after that. */
  | { readonly is: 'dead'; readonly exit: Exit }
  | { readonly is: 'stopping'; readonly next: 'down' | 'start' | 'due' }
  /** Its restart is delayed. */
  | { readonly is: 'waiting'; readonly until: number };

/** Several children are stopped and started as one; there is one round at a time. */
export interface Round {
  readonly purpose: 'start' | 'restart' | 'stop';
  readonly stage: 'stopping' | 'waiting' | 'starting';
  /** In start order. */
  readonly members: readonly string[];
  /** Index of the member whose turn it is. */
  readonly at: number;
  /** When it may start again, while that is delayed. */
  readonly until: number;
}

/** Before anything is started. Children that are not to be are `down` already. */
export function initialState(
  flags: Flags,
  specs: readonly CoreSpec[],
  seed: number,
  down: ReadonlyMap<string, DownReason> = new Map(),
): SupervisorState {
  const first = ({ id }: CoreSpec): ChildPhase => {
    const why = down.get(id);
    return why ? { is: 'down', why } : { is: 'due' };
  };
  return {
    flags,
    phase: 'new',
    children: OrderedMap(specs.map((spec) => [spec.id, childOf(spec, first(spec))])),
    restarts: [],
    round: undefined,
    held: [],
    died: [],
    ending: undefined,
    seed,
  };
}

export function childOf(spec: CoreSpec, phase: ChildPhase): Child {
  return {
    spec,
    incarnation: 0,
    failures: 0,
    phase,
    startCall: undefined,
    stopCalls: [],
    isLeaving: false,
    later: [],
  };
}
