import type { ErrorActorEvent } from 'xstate';

/** Why an incarnation ended; `crashed` unless something else was decided first. */
export type EndReason = 'stopped' | 'crashed' | 'start_timeout' | 'unresponsive';

/** How the process ended, as far as it was started and seen. */
export interface ProcessEnd {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}

/** Time limits of an incarnation, in ms; `Infinity` for none. */
export interface SessionMachineLimits {
  readonly start: number;
  /** Of a turn that the CLI starts by itself; a query brings its own. */
  readonly turn: number;
  readonly interrupt: number;
  readonly control: number;
  /** Of a stop that names no limit of its own. */
  readonly stop: number;
}

/** What the adapter actor works with. The machine only hands it on; it shows nothing of itself when it is inspected. */
export interface AdapterLink {
  /** Starts the adapter, which reports by `send`. */
  open(send: (event: SessionMachineEvent) => void): void;
  obey(command: AdapterCommand): void;
  /** The actor is gone; whatever still runs must end. */
  abandon(): void;
  toJSON(): string;
}

export interface SessionMachineInput {
  readonly link: AdapterLink;
  readonly limits: SessionMachineLimits;
}

export interface SessionMachineContext extends SessionMachineInput {
  /** What is left to the turn, as of the last time that its clock began to run. */
  readonly turnLimit: number;
  readonly stopLimit: number;
  readonly reason: EndReason;
  readonly exit: ProcessEnd | undefined;
  readonly error: unknown;
}

export interface SessionMachineOutput {
  readonly reason: EndReason;
  readonly exit: ProcessEnd | undefined;
  readonly error: unknown;
}

export type SessionMachineEvent =
  | { readonly type: 'adapter.ready' }
  | { readonly type: 'adapter.exited'; readonly exit: ProcessEnd | undefined; readonly error: unknown }
  | { readonly type: 'query.sent'; readonly limit: number }
  | { readonly type: 'clear.sent' }
  | { readonly type: 'turn.started' }
  | { readonly type: 'turn.ended' }
  | { readonly type: 'turn.cleared' }
  | { readonly type: 'permission.asked'; readonly left: number }
  | { readonly type: 'permission.settled' }
  | { readonly type: 'interrupt.requested' }
  | { readonly type: 'interrupt.answered' }
  | { readonly type: 'stop.requested'; readonly limit?: number }
  | ErrorActorEvent<unknown, 'adapter'>;

/** What the machine tells the adapter actor to do. */
export type AdapterCommand =
  | { readonly type: 'prompt.write' }
  | { readonly type: 'interrupt' }
  | { readonly type: 'turn.timeout' }
  | { readonly type: 'process.stop'; readonly reason: EndReason };
