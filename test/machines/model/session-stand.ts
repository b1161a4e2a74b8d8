import { createFakeClock, type FakeClock } from 'troupe/testing';
import type { Clock, TimerHandle } from '../../../src/base/clock.js';
import { SessionError } from '../../../src/errors/session-error.js';
import { OwnSession } from '../../support/own-session.js';
import { StrictAdapter } from './strict-adapter.js';

/** Different ones, so that it shows which of them was armed. */
const TURN_LIMIT = 50_000;
const QUERY_LIMIT = 30_000;
const CONTROL_LIMIT = 7_000;
const SHUTDOWN = 6_000;
/** What an owner gives a stop (`OwnSession`). */
const STOP_BUDGET = 5_000;

/** What a stop may take beyond its budget (`limits.ts`); a start, beyond the limit of its handshake. */
const STOP_OVERRUN = 15_000;
const START_OVERRUN = 1_000;

const CUT = { is_error: true, terminal_reason: 'aborted_streaming' } as const;
const HOUR = 3_600_000;
const LATER = 100;

/** A clock that can be asked what is armed, and for how long. */
function watched(clock: FakeClock): { readonly clock: Clock; readonly armed: () => number[] } {
  const due = new Map<TimerHandle, number>();
  return {
    clock: {
      now: () => clock.now(),
      setTimeout: (callback, milliseconds) => {
        const handle = clock.setTimeout(() => {
          due.delete(handle);
          callback();
        }, milliseconds);
        if (handle !== undefined) due.set(handle, clock.now() + milliseconds);
        return handle;
      },
      clearTimeout: (handle) => {
        due.delete(handle);
        clock.clearTimeout(handle);
      },
    },
    armed: () => [...due.values()].map((time) => time - clock.now()),
  };
}

/** A session as it runs in production, on a clock that stands still and an adapter that says what a test has it say. */
export function sessionStand() {
  const adapter = new StrictAdapter();
  const clock = createFakeClock();
  const watch = watched(clock);
  const backend = {
    createAdapter: () => adapter,
    latestConversation: () => Promise.resolve(undefined),
    conversationExists: () => Promise.resolve(false),
    readConversation: () => Promise.resolve([]),
  };
  const own = new OwnSession({
    backend,
    clock: watch.clock,
    options: {
      timeout: TURN_LIMIT,
      controlTimeout: CONTROL_LIMIT,
      shutdown: SHUTDOWN,
      canUseTool: 'ask',
    },
    atExit: ({ session, exit }) => session.end(exit.error, 'stopped'),
  });
  const { session } = own;
  /** What those who wait were told. */
  const callers: string[] = [];
  const tell = (who: string, promise: Promise<unknown>, what: (value: unknown) => unknown): void => {
    promise.then(
      (value) => callers.push(`${who}: ${String(what(value))}`),
      (error: unknown) =>
        callers.push(`${who}: ${error instanceof SessionError ? error.code : String(error)}`),
    );
  };
  tell('ready', session.ready(), () => 'yes');

  const settle = (): Promise<void> => clock.advance(0);
  const nothing = (): string => JSON.stringify([session.actor.getSnapshot()?.value, adapter.calls, callers]);
  /** Nothing happens before the limit. */
  const pass = async (limit: number): Promise<void> => {
    const before = nothing();
    await clock.advance(limit - 1);
    if (nothing() !== before) throw new Error(`${before} became ${nothing()} before its limit.`);
    await clock.advance(1);
  };
  const atOnce = (act: () => void) => async (): Promise<void> => {
    act();
    await settle();
  };

  let asked = 0;
  /** What of the time of the turn had passed when its clock stood still last. */
  let spent = 0;
  const limits: Readonly<Record<string, () => number>> = {
    'start limit passes': () => CONTROL_LIMIT + START_OVERRUN,
    // Each query has another one, so that none goes by that of an earlier one.
    'query limit passes': () => QUERY_LIMIT - asked - spent,
    'turn limit passes': () => TURN_LIMIT - spent,
    'interrupt limit passes': () => CONTROL_LIMIT,
    'clear limit passes': () => CONTROL_LIMIT,
    'kill limit passes': () => SHUTDOWN + STOP_OVERRUN,
    'stop limit passes': () => STOP_BUDGET + STOP_OVERRUN,
    'sooner stop limit passes': () => STOP_OVERRUN,
  };

  const steps: Readonly<Record<string, () => Promise<void>>> = {
    ...Object.fromEntries(Object.entries(limits).map(([type, limit]) => [type, () => pass(limit())])),
    'an hour passes': () => pass(HOUR),
    'owner begins': atOnce(() => void own.begin()),
    'owner begins, the adapter fails': atOnce(() => {
      adapter.failsNext = true;
      own.begin();
    }),
    'owner stops': atOnce(() => tell('stop', session.stop(), () => 'done')),
    'owner stops, the adapter fails': atOnce(() => {
      adapter.failsNext = true;
      tell('stop', session.stop(), () => 'done');
    }),
    'owner stops sooner': atOnce(() => session.halt(0)),
    'process exits': atOnce(() => adapter.exit()),
    'caller asks': atOnce(() => {
      asked += 1;
      spent = 0;
      tell('query', session.query('hello', { timeout: QUERY_LIMIT - asked }), () => 'answered');
    }),
    'caller clears': atOnce(() => tell('clear', session.clear(), () => 'done')),
    'caller interrupts': atOnce(() => tell('interrupt', session.interrupt(), (outcome) => outcome)),
    'CLI is ready': atOnce(() => adapter.ready()),
    'CLI begins a turn': atOnce(() => {
      spent = 0;
      adapter.beginOwnTurn();
    }),
    'CLI ends its turn': atOnce(() => adapter.endOwnTurn()),
    'CLI answers': atOnce(() => adapter.endTurn()),
    'CLI answers that it cleared': atOnce(() => adapter.endTurn({ local_command: 'clear' })),
    'CLI cuts the turn short': atOnce(() => adapter.endTurn(CUT)),
    'CLI drops the prompt': atOnce(() => adapter.drop()),
    'CLI drops the prompt and its turn': atOnce(() => {
      adapter.drop();
      adapter.endOwnTurn(CUT);
    }),
    'CLI takes the interrupt': atOnce(() => adapter.answerInterrupt()),
    'CLI refuses the interrupt': atOnce(() => adapter.refuseInterrupt()),
    'CLI asks a person': atOnce(() => adapter.askPerson()),
    'CLI asks a person later': async () => {
      await clock.advance(LATER);
      spent += LATER;
      await atOnce(() => adapter.askPerson())();
    },
    'person answers': atOnce(() => {
      for (const { id } of session.pendingPermissions()) session.answerQuestion(id, { behavior: 'allow' });
    }),
  };

  return {
    steps,
    /** Since this was asked last. */
    observed: () => ({ adapter: adapter.calls.splice(0), callers: callers.splice(0).sort() }),
    /** As the specification writes it. */
    state: () => {
      const { value, output } = session.actor.getSnapshot() ?? {};
      if (value === undefined) return 'none';
      const path = JSON.stringify(value).replaceAll(/[{}"]/g, '').replaceAll(':', '.');
      return output ? `${path}: ${(output as { reason: string }).reason}` : path;
    },
    breaches: adapter.breaches,
    /** The limits that are armed, in ms from now. */
    armed: watch.armed,
    /** What is armed where such a step may be next. */
    limitOf: (step: string) => limits[step]?.() ?? [],
  };
}
