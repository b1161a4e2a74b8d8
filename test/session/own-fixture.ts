import type { Session } from 'troupe';
import {
  createFakeClock,
  scriptedBackend,
  type FakeClock,
  type Script,
  type ScriptedAdapter,
  type ScriptedBackend,
} from 'troupe/testing';
import type { LiveSession } from '../../src/session/live-session.js';
import { OwnSession, type OwnSessionRequest } from '../support/own-session.js';
import { codeOf } from './fixture.js';
import { eventsOf } from './live-fixture.js';

/** A scripted session whose owner is the test. */
export interface OwnStage {
  readonly backend: ScriptedBackend;
  readonly clock: FakeClock;
  readonly own: OwnSession;
  readonly session: LiveSession;
  readonly settle: () => Promise<void>;
  /** The process that was started last. */
  readonly cli: ScriptedAdapter;
  /** Has the process end unasked, and lets everything happen that follows. */
  readonly crash: () => Promise<void>;
  /** Begins the next incarnation, and waits until it is ready. */
  readonly comeUp: () => Promise<void>;
}

export function ownStage(script?: Script, request: Partial<OwnSessionRequest> = {}): OwnStage {
  const backend = scriptedBackend(script);
  const clock = createFakeClock();
  const own = new OwnSession({ backend, clock, ...request });
  const settle = (): Promise<void> => clock.advance(0);
  const cli = (): ScriptedAdapter => {
    const adapter = backend.adapters.at(-1);
    if (!adapter) throw new Error('No process was started.');
    return adapter;
  };
  return {
    backend,
    clock,
    own,
    session: own.session,
    settle,
    get cli() {
      return cli();
    },
    crash: async () => {
      cli().crash();
      await settle();
    },
    comeUp: async () => {
      own.begin();
      await own.session.ready();
    },
  };
}

/** As `eventsOf`, with what only supervised sessions tell. */
export function allEventsOf(session: Session): string[] {
  const events = eventsOf(session);
  session.on('restarted', (incarnation) => events.push(`restarted ${incarnation}`));
  session.on('contextLost', (id) => events.push(`contextLost ${id}`));
  return events;
}

/** The text of an answer, or the code it failed with. */
export function textOf(asked: Promise<{ readonly result?: string }>): Promise<string | undefined> {
  return asked.then(({ result }) => result, codeOf);
}

export const echo = ({ text }: { readonly text: string }): string => `re: ${text}`;
