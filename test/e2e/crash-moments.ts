import { hang, paused, toolUse } from 'troupe/testing';
import type { Session, SessionError, SessionOptions } from 'troupe';
import type { Death, GoBetween } from '../support/go-between.js';
import { processesWith, sleepOfItsOwn } from '../support/processes.js';
import type { RealCli } from '../support/real-cli.js';
import { until } from '../support/until.js';

/** Where a session is brought to a moment; the go-between is the process that dies, where there is one. */
export interface Theatre {
  readonly cli: RealCli;
  readonly between: GoBetween | undefined;
  start(options?: SessionOptions): Session;
}

/** A session at a moment, with what was asked of it by then. */
export interface Scene {
  readonly session: Session;
  /** How that which was written to the CLI and not yet closed fails. */
  readonly inFlight?: Promise<SessionError>;
  /** How that fails which had not been written. */
  readonly waiting: readonly Promise<SessionError>[];
  /** What else settles, and to what. */
  readonly also?: readonly (readonly [settled: Promise<unknown>, to: unknown])[];
  /** Where dying takes more than a signal. */
  readonly die?: (way: Death) => void;
}

/** The error of what is expected to fail. */
export function failure(asked: Promise<unknown>): Promise<SessionError> {
  return asked.then(
    (value) => {
      throw new Error(`It did not fail, but gave ${JSON.stringify(value)}`);
    },
    (error: unknown) => error as SessionError,
  );
}

async function beforeTheHandshake(theatre: Theatre): Promise<Scene> {
  const between = held(theatre);
  await between.rule({ lane: 'fromCli', what: 'hold', text: '"control_response"' });
  const session = theatre.start();
  const waiting = [failure(session.query('waiting')), failure(session.clear())];
  await between.until('held', 'claude_code_version');
  return { session, waiting };
}

async function idle(theatre: Theatre): Promise<Scene> {
  const session = theatre.start();
  await session.query('first');
  return { session, waiting: [] };
}

async function midText(theatre: Theatre): Promise<Scene> {
  const story = paused(['once ', 'upon ', 'a time']);
  theatre.cli.api.enqueue(story);
  story.release(2);
  const session = theatre.start({ includePartialMessages: true });
  const heard: string[] = [];
  const read = async (): Promise<void> => {
    for await (const piece of session.stream('first').textDeltas()) heard.push(piece);
  };
  const inFlight = failure(read());
  const waiting = [failure(session.query('waiting')), failure(session.clear())];
  await until(() => heard.length === 2);
  return { session, inFlight, waiting };
}

async function midTool(theatre: Theatre): Promise<Scene> {
  const [inFront, behind] = [sleepOfItsOwn(), sleepOfItsOwn()];
  // The one outlives its shell, in a session of its own.
  const command = `setsid nohup ${behind} >/dev/null 2>&1 & ${inFront}`;
  theatre.cli.api.enqueue(toolUse('Bash', { command, description: 'wait' }));
  const session = theatre.start({ allowedTools: ['Bash'] });
  const inFlight = failure(session.query('first'));
  const waiting = [failure(session.query('waiting'))];
  await until(() => processesWith(inFront).length > 0 && processesWith(behind).length > 0);
  return { session, inFlight, waiting };
}

async function whileInterrupting(theatre: Theatre): Promise<Scene> {
  const between = held(theatre);
  theatre.cli.api.enqueue(hang());
  const session = theatre.start();
  const inFlight = failure(session.query('first'));
  const waiting = [failure(session.query('waiting'))];
  await theatre.cli.api.waitForRequests(1);
  await between.rule({ lane: 'fromCli', what: 'hold', text: '"control_response"' });
  const interrupted = session.interrupt();
  await between.until('held', '"control_response"');
  return { session, inFlight, waiting, also: [[interrupted, 'killed']] };
}

async function duringClear(theatre: Theatre): Promise<Scene> {
  const between = held(theatre);
  const session = theatre.start();
  await session.query('first');
  await between.rule({ lane: 'fromCli', what: 'hold', text: '"local_command":"clear"' });
  const inFlight = failure(session.clear());
  const waiting = [failure(session.query('waiting'))];
  await between.until('held', '"type":"result"');
  return { session, inFlight, waiting };
}

/** The result and the exit come in one go, so that the next prompt is written to a process that is gone. */
async function betweenResultAndPrompt(theatre: Theatre): Promise<Scene> {
  const between = held(theatre);
  await between.rule({ lane: 'fromCli', what: 'hold', text: '"type":"result"' });
  const session = theatre.start();
  const answered = session.query('first').then(({ result }) => result);
  const inFlight = failure(session.query('waiting'));
  const waiting = [failure(session.query('waiting, too'))];
  await between.until('held', '"type":"result"');
  return { session, inFlight, waiting, also: [[answered, 'ok']], die: (way) => between.releaseAndDie(way) };
}

function held({ between }: Theatre): GoBetween {
  if (between) return between;
  throw new Error('That moment can only be held by a go-between.');
}

/** The moments at which the CLI itself can be killed. */
export const openMoments = { idle, 'in the middle of a text': midText, 'in the middle of a tool': midTool };

/** The moments that would pass too fast. */
export const heldMoments = {
  'before the handshake': beforeTheHandshake,
  'while it interrupts': whileInterrupting,
  'during a clear': duringClear,
  'between a result and the next prompt': betweenResultAndPrompt,
};
