import type { SessionErrorCode } from '../../src/errors/codes.js';
import { SessionError } from '../../src/errors/session-error.js';
import type { Exit } from '../../src/supervisor/core/exit.js';
import type { CoreSpec, Flags } from '../../src/supervisor/core/spec.js';

/** How a start goes: it is ready at once, fails, fails in a way that no restart can mend, or waits to be told. */
export type Start = 'up' | 'fails' | 'is refused' | 'hangs';

/** A child of a simulated world: what the core is told of it, and how it behaves. */
export interface SimulatedChild {
  readonly spec: CoreSpec;
  /** One for each start; the last one holds for all that follow. */
  readonly starts: readonly Start[];
  /** How long it takes to stop, in ms. */
  readonly stopsIn: number;
  /** How it ends when it is stopped. */
  readonly stopsWith: Exit;
  /** Of a supervisor. */
  readonly tree: Tree | undefined;
}

export interface Tree {
  readonly flags: Flags;
  readonly children: readonly SimulatedChild[];
}

type Given = Partial<Omit<CoreSpec, 'id' | 'type'>> & Partial<Omit<SimulatedChild, 'spec' | 'tree'>>;

export const NO_DELAY = { initial: 0, factor: 1, max: 0, jitter: 0 };

/** OTP's defaults, in which there is no delay between restarts, and no other limit than the window (S2, S73). */
const SPEC = {
  restart: 'permanent',
  significant: false,
  backOff: NO_DELAY,
  stableAfter: Infinity,
  maxConsecutive: Infinity,
} as const;

/** OTP's defaults, but for Elixir's budget (S15, S16). */
const FLAGS: Flags = {
  kind: 'supervisor',
  strategy: 'one_for_one',
  maxRestarts: 3,
  period: 5000,
  autoShutdown: 'never',
  maxChildren: Infinity,
};

export function worker(id: string, given: Given = {}): SimulatedChild {
  return child({ ...SPEC, id, type: 'worker' }, given, undefined);
}

export function supervisor(
  id: string,
  children: readonly SimulatedChild[],
  flags: Partial<Flags> = {},
  given: Given = {},
): SimulatedChild {
  return child({ ...SPEC, id, type: 'supervisor' }, given, tree(children, flags));
}

export function tree(children: readonly SimulatedChild[], flags: Partial<Flags> = {}): Tree {
  return { flags: { ...FLAGS, ...flags }, children };
}

export function exit(kind: Exit['kind'], changes: Partial<Exit> = {}, words = kind as string): Exit {
  const code: SessionErrorCode = kind === 'abnormal' ? 'crashed' : 'stopped';
  return { kind, mendable: true, forced: false, error: new SessionError(code, words), ...changes };
}

function child(
  defaults: CoreSpec,
  { starts = ['up'], stopsIn = 0, stopsWith = exit('shutdown'), ...policy }: Given,
  tree: Tree | undefined,
): SimulatedChild {
  return { spec: { ...defaults, ...policy }, starts, stopsIn, stopsWith, tree };
}
