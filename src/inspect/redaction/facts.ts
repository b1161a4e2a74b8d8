import { isOrderedMap } from 'immutable';
import type {
  AdapterCommand,
  EndReason,
  SessionMachineContext,
  SessionMachineEvent,
} from '../../../machines/session.types.js';
import type {
  SupervisorCommand,
  SupervisorMachineContext,
  SupervisorMachineEvent,
} from '../../../machines/supervisor.types.js';
import { isSessionError } from '../../errors/session-error.js';
import type { CoreReport, Effect } from '../../supervisor/core/effect.js';
import type { Call } from '../../supervisor/core/event.js';
import type { DownReason, Exit } from '../../supervisor/core/exit.js';
import type { ChildPhase, SupervisorState } from '../../supervisor/core/state.js';
import type { Flags } from '../../supervisor/core/spec.js';
import { fields, flag, hidden, listOf, name, number, oneOf, signal, type Shape } from './shapes.js';

// What is shown of our machines. The compiler holds it to their types: of a new event or a new field somebody has to say
// whether it is harmless.
type Table<Key extends string> = Readonly<Record<Key, Shape>>;

/** An error without its words. */
const error: Shape = (value) => (isSessionError(value) ? errorFacts(value) : undefined);

const code: Shape = (value) =>
  typeof value === 'string' && /^[a-z_]{1,40}$/.test(value) ? value : undefined;

const errorFacts = fields({ code, exitCode: number, signal });

const processEnd = fields({ exitCode: number, signal });

const reason = oneOf(['stopped', 'crashed', 'start_timeout', 'unresponsive'] satisfies EndReason[]);

const ofChild: Table<'id' | 'incarnation'> = { id: name, incarnation: number };

const exit = fields({
  kind: oneOf(['normal', 'shutdown', 'abnormal']),
  mendable: flag,
  forced: flag,
  error,
  leftover: error,
} satisfies Table<keyof Exit>);

const why = oneOf(['asked', 'ended', 'failed', 'gave_up', 'supervisor'] satisfies DownReason[]);

const report = fields({
  type: oneOf([
    'started',
    'child_terminated',
    'start_error',
    'shutdown_error',
    'child_gave_up',
    'restart_scheduled',
    'gave_up',
    'auto_shutdown',
  ] satisfies CoreReport['type'][]),
  child: name,
  incarnation: number,
});

const effects = listOf(
  fields({
    type: oneOf([
      'start',
      'stop',
      'arm',
      'disarm',
      'arm.round',
      'disarm.round',
      'comes.back',
      'is.down',
      'forget',
      'reply',
      'report',
      'started',
      'ended',
    ] satisfies Effect['type'][]),
    ...ofChild,
    at: number,
    why,
    report,
  }),
);

const phase = fields({
  is: oneOf(['down', 'due', 'starting', 'up', 'dead', 'stopping', 'waiting'] satisfies ChildPhase['is'][]),
  why,
  next: oneOf(['down', 'start', 'due']),
  since: number,
  until: number,
});

const child = fields({ incarnation: number, failures: number, phase });

/** Children as they are kept, by id; shown as a list. */
const children: Shape = (value) => {
  if (!isOrderedMap(value)) return undefined;
  const first = value.toSeq().take(MOST_CHILDREN).toArray();
  const shown = first.map(([id, each]) => ({ id: name(id), ...(child(each) as object | undefined) }));
  const more = value.size - shown.length;
  return more > 0 ? [...shown, `… and ${more} more`] : shown;
};

/** Each is an actor of its own beside. */
const MOST_CHILDREN = 100;

const core = fields({
  phase: oneOf(['new', 'starting', 'running', 'stopping', 'stopped']),
  flags: fields({
    kind: oneOf(['supervisor', 'dynamicSupervisor']),
    strategy: oneOf(['one_for_one', 'one_for_all', 'rest_for_one']),
    maxRestarts: number,
    period: number,
    autoShutdown: oneOf(['never', 'any_significant', 'all_significant']),
    maxChildren: number,
  } satisfies Table<keyof Flags>),
  children,
  restarts: listOf(number),
  round: fields({
    purpose: oneOf(['start', 'restart', 'stop']),
    stage: oneOf(['stopping', 'waiting', 'starting']),
    members: listOf(name),
    at: number,
    until: number,
  }),
  held: hidden,
  died: listOf(name),
  ending: fields({ why: oneOf(['stopped', 'start_failed', 'gave_up', 'auto_shutdown']), child: name, exit }),
  seed: hidden,
} satisfies Table<keyof SupervisorState>);

/** The context of a machine, by the id of that. */
export const CONTEXTS: ReadonlyMap<unknown, Shape> = new Map<unknown, Shape>([
  [
    'session',
    fields({
      link: hidden,
      limits: fields({ start: number, turn: number, interrupt: number, control: number, stop: number }),
      turnLimit: number,
      stopLimit: number,
      reason,
      exit: processEnd,
      error,
    } satisfies Table<keyof SessionMachineContext>),
  ],
  ['supervisor', fields({ link: hidden, core, effects } satisfies Table<keyof SupervisorMachineContext>)],
]);

/** What a machine ended with, or failed with. */
export const ENDING: Readonly<Record<'output' | 'error', Shape>> = {
  output: fields({ reason, exit: processEnd, error }),
  error,
};

/** The events of the machines, and what these tell the actors that they invoke: their fields beside the type. */
export const EVENTS: ReadonlyMap<unknown, Shape> = new Map(
  Object.entries({
    'adapter.ready': fields({}),
    'adapter.exited': fields({ exit: processEnd, error }),
    'query.sent': fields({ limit: number }),
    'clear.sent': fields({}),
    'turn.started': fields({}),
    'turn.ended': fields({}),
    'turn.cleared': fields({}),
    'permission.asked': fields({ left: number }),
    'permission.settled': fields({}),
    'interrupt.requested': fields({}),
    'interrupt.answered': fields({}),
    'stop.requested': fields({ limit: number }),
    'xstate.error.actor.adapter': fields({ error }),
    'prompt.write': fields({}),
    interrupt: fields({}),
    'turn.timeout': fields({}),
    'process.stop': fields({ reason }),
    'child.ready': fields(ofChild),
    'child.exited': fields({ ...ofChild, exit }),
    'child.due': fields(ofChild),
    'round.due': fields({}),
    call: fields({
      call: fields({
        verb: oneOf(['startChild', 'terminateChild', 'restartChild', 'deleteChild'] satisfies Call['verb'][]),
        id: number,
        child: name,
        live: flag,
        forget: flag,
      }),
    }),
    stop: fields({}),
    'xstate.error.actor.children': fields({ error }),
    'carry.out': fields({ effects }),
  } satisfies Table<
    (SessionMachineEvent | AdapterCommand | SupervisorMachineEvent | SupervisorCommand)['type']
  >),
);

/** What is shown of XState's own events. */
export const OWN_EVENTS = fields({ error });
