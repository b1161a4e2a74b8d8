import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isSessionError, type Message, type QueryOptions, type Session } from 'troupe';
import { gate, paused, toolUse, type ReplyLike } from 'troupe/testing';
import type { SkippingClock } from '../support/skipping-clock.js';
import { until } from '../support/until.js';

/** One query that is left, and what its departure needs. */
export interface Round {
  readonly session: Session;
  readonly clock: SkippingClock;
  readonly prompt: string;
  /** A folder for the files of this round alone. */
  readonly folder: string;
  /** Says what the model does when it is asked this. */
  readonly answer: (prompt: string, reply: ReplyLike) => void;
  /** Asks another query, which has to wait. Every departure calls it before it leaves. */
  readonly askAnother: () => void;
}

export interface Departure {
  readonly name: string;
  /** Whether the model is asked the prompt; `undefined` where that is a matter of speed. */
  readonly isSent: boolean | undefined;
  /** How it ends for the reader, behind the texts that he got. */
  readonly seen: (prompt: string) => readonly string[];
  readonly leave: (round: Round) => Promise<readonly string[]>;
}

/** A place in a turn at which the turn stands still, and which it does not leave by itself. */
interface Place {
  readonly name: string;
  readonly texts: (prompt: string) => readonly string[];
  /** Has the turn stand there. */
  readonly prepare: (round: Round) => Standstill;
}

interface Standstill {
  /** Whether this is the last message before it. */
  readonly isLast: (message: Message) => boolean;
  readonly reached: () => Promise<unknown>;
}

/** What a reader does when the turn stands still; by `BREAK` he leaves his loop. */
interface Way {
  readonly name: string;
  readonly options?: QueryOptions;
  readonly end: string;
  readonly act: (clock: SkippingClock, abort: () => void) => unknown;
}

const BREAK = Symbol('break');

const HOUR = 3_600_000;

const places: readonly Place[] = [
  {
    name: 'before the first message',
    texts: () => [],
    prepare: ({ answer, prompt }) => {
      const held = gate();
      answer(prompt, held);
      return { isLast: isInit, reached: () => held.reached };
    },
  },
  {
    name: 'in the middle of a text',
    texts: (prompt) => [`half of ${prompt}`],
    prepare: ({ answer, prompt }) => {
      const story = paused([`half of ${prompt}`, 'never said']);
      story.release();
      answer(prompt, story);
      return { isLast: (message) => textOf(message) !== '', reached: () => Promise.resolve() };
    },
  },
  {
    name: 'in the middle of a tool',
    texts: () => [],
    prepare: ({ answer, prompt, folder }) => {
      const begun = join(folder, 'begun');
      const command = `touch ${begun}; until [ -e ${join(folder, 'never made')} ]; do sleep 0.05; done`;
      answer(prompt, toolUse('Bash', { command }));
      return {
        isLast: ({ type }) => type === 'assistant',
        reached: () => until(() => existsSync(begun)),
      };
    },
  },
];

const ways: readonly Way[] = [
  { name: 'a break', end: 'left', act: () => BREAK },
  {
    name: 'a throw in the loop',
    end: 'thrown',
    act: () => {
      throw new Error('thrown');
    },
  },
  { name: 'a signal while its reader is busy', end: 'aborted', act: (_, abort) => abort() },
  {
    name: 'a signal while its reader waits',
    end: 'aborted',
    act: (_, abort) => void setImmediate(abort),
  },
  { name: 'timeout', options: { timeout: HOUR }, end: 'timeout', act: (clock) => clock.skip(HOUR) },
  {
    name: 'inactivityTimeout',
    options: { inactivityTimeout: HOUR, timeout: Infinity },
    end: 'inactivity_timeout',
    act: (clock) => clock.skip(HOUR),
  },
];

const duringTheTurn = places.flatMap((place) =>
  ways.map((way): Departure => {
    const seen = (prompt: string): readonly string[] => [...place.texts(prompt), way.end];
    const leave = (round: Round): Promise<readonly string[]> => {
      const stand = place.prepare(round);
      const controller = new AbortController();
      const options = { ...way.options, signal: controller.signal };
      return read(round.session.stream(round.prompt, options), async (message) => {
        if (!stand.isLast(message)) return;
        await stand.reached();
        round.askAnother();
        return way.act(round.clock, () => controller.abort());
      });
    };
    return { name: `${way.name}, ${place.name}`, isSent: true, seen, leave };
  }),
);

/** Leaves by a signal while another query is answered; that one is not disturbed. */
const whileAnotherIsAnswered = (name: string, isAbortedBefore: boolean): Departure => ({
  name,
  isSent: false,
  seen: () => ['aborted'],
  leave: async ({ session, prompt, answer, askAnother }) => {
    const held = gate(`re: instead of ${prompt}`);
    answer(`instead of ${prompt}`, held);
    const open = session.query(`instead of ${prompt}`);
    await held.reached;
    const controller = new AbortController();
    if (isAbortedBefore) controller.abort();
    const seen = read(session.stream(prompt, { signal: controller.signal }));
    askAnother();
    if (!isAbortedBefore) controller.abort();
    const left = await seen;
    held.open();
    const { result } = await open;
    return result === `re: instead of ${prompt}` ? left : [`the other one got ${result}`];
  },
});

/** Leaves while the turn begins: what the CLI has done by then is a matter of speed. */
const asItBegins = (name: string, end: string, leave: Departure['leave']): Departure => ({
  name,
  isSent: undefined,
  seen: () => [end],
  leave: (round) => {
    round.answer(round.prompt, gate('never said'));
    return leave(round);
  },
});

export const departures: readonly Departure[] = [
  ...duringTheTurn,
  whileAnotherIsAnswered('a signal that had fired before', true),
  whileAnotherIsAnswered('a signal while it waits', false),
  asItBegins('a signal as it is sent', 'aborted', ({ session, prompt, askAnother }) => {
    const controller = new AbortController();
    const unsubscribe = session.on('state', () => {
      unsubscribe();
      askAnother();
      controller.abort();
    });
    return read(session.stream(prompt, { signal: controller.signal }));
  }),
  asItBegins('a break at its first message', 'left', ({ session, prompt, askAnother }) =>
    read(session.stream(prompt), () => {
      askAnother();
      return BREAK;
    }),
  ),
  asItBegins('a return before its first message', 'left', async ({ session, prompt, askAnother }) => {
    const reader = session.stream(prompt)[Symbol.asyncIterator]();
    const first = reader.next();
    askAnother();
    await until(() => session.state === 'querying');
    await reader.return?.();
    return [(await first).done === true ? 'left' : 'it still got a message'];
  }),
  asItBegins('a timeout of the clock on the wall', 'timeout', ({ session, prompt, askAnother }) => {
    const seen = read(session.stream(prompt, { timeout: 300 }));
    askAnother();
    return seen;
  }),
  asItBegins('silence by the clock on the wall', 'inactivity_timeout', ({ session, prompt, askAnother }) => {
    const seen = read(session.stream(prompt, { inactivityTimeout: 300 }));
    askAnother();
    return seen;
  }),
];

/** The texts and results that a reader gets, and how it ends for him. */
async function read(
  messages: AsyncIterable<Message>,
  heed: (message: Message) => unknown = () => undefined,
): Promise<readonly string[]> {
  const seen: string[] = [];
  try {
    for await (const message of messages) {
      if (textOf(message) !== '') seen.push(textOf(message));
      if ((await heed(message)) === BREAK) break;
    }
    return [...seen, 'left'];
  } catch (error) {
    return [...seen, isSessionError(error) ? error.code : (error as Error).message];
  }
}

const isInit = (message: Message): boolean => message.type === 'system' && message.subtype === 'init';

function textOf(message: Message): string {
  if (message.type === 'result') return `result ${message.result ?? message.terminal_reason}`;
  if (message.type !== 'stream_event' || message.event.type !== 'content_block_delta') return '';
  const { delta } = message.event as { readonly delta?: { readonly text?: string } };
  return delta?.text ?? '';
}
