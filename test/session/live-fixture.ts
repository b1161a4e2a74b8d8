import { createSystem, type Message, type Session, type SessionOptions, type SystemOptions } from 'troupe';
import {
  createFakeClock,
  scriptedBackend,
  type FakeClock,
  type Script,
  type ScriptedAdapter,
  type ScriptedBackend,
} from 'troupe/testing';
import { nameOf } from './fixture.js';

/** A system of scripted sessions on a clock that stands still. */
export interface Stage {
  readonly backend: ScriptedBackend;
  readonly clock: FakeClock;
  readonly system: ReturnType<typeof createSystem>;
  /** What was reported to the logger. */
  readonly reports: readonly string[];
  readonly start: (options?: SessionOptions) => Session;
  /** Lets everything happen that can happen without time passing. */
  readonly settle: () => Promise<void>;
  /** The process of the session that was started last. */
  readonly cli: ScriptedAdapter;
}

export function stage(script?: Script, options: SystemOptions = {}): Stage {
  const backend = scriptedBackend(script);
  const clock = createFakeClock();
  const reports: string[] = [];
  const report = (message: string, facts?: object): number =>
    reports.push(`${message} ${JSON.stringify(facts ?? {})}`);
  const logger = { debug: () => undefined, warn: report, error: report };
  // The next second never comes by itself.
  const limits = { maxStartsPerSecond: Infinity, ...options.limits };
  const system = createSystem({ backend, clock, logger, ...options, limits });
  return {
    backend,
    clock,
    system,
    reports,
    start: (given) => system.startSession(given),
    settle: () => clock.advance(0),
    get cli() {
      const adapter = backend.adapters.at(-1);
      if (!adapter) throw new Error('No process was started.');
      return adapter;
    },
  };
}

/** Every event of a session, in order and in short. */
export function eventsOf(session: Session): string[] {
  const events: string[] = [];
  session.on('state', (state, previous) => events.push(`${previous} > ${state}`));
  session.on('message', (message) => events.push(`message ${nameOf(message)}`));
  session.on('identified', (id) => events.push(`identified ${id === session.sessionId ? 'rightly' : id}`));
  session.on('crashed', (error) => events.push(`crashed ${error.code}`));
  session.on('stopped', () => events.push('stopped'));
  return events;
}

/** The subtypes of the control requests that the host has sent. */
export function controlsOf(cli: ScriptedAdapter): string[] {
  return cli.written
    .map((line) => JSON.parse(line) as { readonly request?: { readonly subtype: string } })
    .flatMap(({ request }) => (request ? [request.subtype] : []));
}

/** The contents of the prompts that the host has sent. */
export function promptsOf(cli: ScriptedAdapter): unknown[] {
  return promptLinesOf(cli).map(({ message }) => message.content);
}

/** The ids of the prompts that the host has sent, by their contents. */
export function promptIdsOf(cli: ScriptedAdapter): ReadonlyMap<unknown, string> {
  return new Map(promptLinesOf(cli).map(({ message, uuid }) => [message.content, uuid]));
}

interface PromptLine {
  readonly uuid: string;
  readonly message: { readonly content: unknown };
}

function promptLinesOf(cli: ScriptedAdapter): PromptLine[] {
  return cli.written.map((line) => JSON.parse(line) as PromptLine).filter(({ message }) => Boolean(message));
}

/** A reply that never comes. */
export async function* silence(): AsyncGenerator<Message, undefined> {
  await new Promise(() => undefined);
  yield { type: 'unknown', raw: {} };
}
