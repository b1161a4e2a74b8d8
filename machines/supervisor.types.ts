import type { ErrorActorEvent } from 'xstate';

/** As much of what a supervisor knows as its statechart shows; the decisions are made elsewhere. */
export interface SupervisorCore {
  readonly phase: 'new' | 'starting' | 'running' | 'stopping' | 'stopped';
}

/** What is to be done about the children. */
export interface SupervisorCommand {
  readonly type: 'carry.out';
  readonly effects: readonly object[];
}

/** What is known after a decision, and what is to be done. */
export interface SupervisorDecision {
  readonly core: SupervisorCore;
  readonly effects: readonly object[];
}

/** What the machine works with, and only hands on; it shows nothing of itself when it is inspected. */
export interface SupervisorLink {
  /** What follows from an event: nothing is done by that. */
  decide(
    core: SupervisorCore,
    event: SupervisorMachineEvent | { readonly type: 'begin' },
  ): SupervisorDecision;
  /** The children report by `send` from now on. */
  open(send: (event: SupervisorMachineEvent) => void): void;
  carryOut(effects: readonly object[]): void;
  /** The actor is gone; whatever still runs must end. */
  abandon(): void;
  toJSON(): string;
}

export interface SupervisorMachineInput {
  readonly link: SupervisorLink;
  readonly core: SupervisorCore;
}

export interface SupervisorMachineContext extends SupervisorMachineInput {
  /** Of the latest decision. */
  readonly effects: readonly object[];
}

interface OfChild {
  readonly id: string;
  readonly incarnation: number;
}

export type SupervisorMachineEvent =
  | ({ readonly type: 'child.ready' } & OfChild)
  | ({ readonly type: 'child.exited'; readonly exit: object } & OfChild)
  | ({ readonly type: 'child.due' } & OfChild)
  | { readonly type: 'round.due' }
  | { readonly type: 'call'; readonly call: object }
  | { readonly type: 'stop' }
  | ErrorActorEvent<unknown, 'children'>;
