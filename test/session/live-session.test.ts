import type { Message, Session } from 'troupe';
import { assistantMessage, pacedReply, resultMessage, textDelta } from 'troupe/testing';
import { describe, expect, test, vi } from 'vitest';
import { deferred } from '../../src/base/deferred.js';
import { codeOf, nameOf, OTHER_SESSION, outcome, SESSION } from './fixture.js';
import { controlsOf, eventsOf, promptsOf, silence, stage, type Stage } from './live-fixture.js';

const echo = ({ text }: { readonly text: string }): string => `re: ${text}`;

const textOf = (asked: Promise<{ readonly result?: string }>) =>
  asked.then(({ result }) => result, codeOf) as Promise<string | undefined>;

/** Reads a stream to its end, whatever that is. */
async function read(messages: AsyncIterable<Message>): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const message of messages) names.push(nameOf(message));
  } catch (error) {
    names.push(codeOf(error));
  }
  return names;
}

describe('the life of a session', () => {
  test('is told by its events, in this order', async () => {
    const { start, settle } = stage(echo);
    const session = start();
    const events = eventsOf(session);
    await session.ready();
    await session.query('hello');
    await session.clear();
    await session.stop();
    await settle();
    expect(events).toEqual([
      'initializing > ready',
      'ready > querying',
      'identified rightly',
      'querying > ready',
      'ready > querying',
      'identified rightly',
      'querying > cleared',
      'cleared > stopped',
      'stopped',
    ]);
  });

  test('can be read from the handle at each of its steps', async () => {
    const { start, settle } = stage(() => silence());
    const session = start({ sessionId: SESSION });
    const look = () => [session.state, session.status, session.sessionId, typeof session.pid];
    expect(look()).toEqual(['initializing', 'starting', undefined, 'undefined']);
    await session.ready();
    expect(look()).toEqual(['ready', 'idle', undefined, 'number']);
    void textOf(session.query('hello'));
    await settle();
    expect(look()).toEqual(['querying', 'querying', SESSION, 'number']);
    const stopped = session.stop();
    expect(look()).toEqual(['querying', 'querying', SESSION, 'number']);
    await settle();
    await stopped;
    expect(look()).toEqual(['stopped', 'stopped', SESSION, 'undefined']);
  });

  test('what is asked before the CLI is ready waits for it, and can be counted', async () => {
    const { backend, start, settle } = stage(echo);
    const up = deferred();
    backend.behave({ startsWhen: up.promise });
    const session = start();
    const answers = [textOf(session.query('one')), textOf(session.query('two'))];
    await settle();
    expect([session.queued, session.state]).toEqual([2, 'initializing']);
    up.resolve();
    expect(await Promise.all(answers)).toEqual(['re: one', 're: two']);
    expect(session.queued).toBe(0);
  });

  test('ten callers at once each get their own answer, in order', async () => {
    const { start, backend } = stage(echo);
    const session = start();
    const texts = Array.from({ length: 10 }, (_, index) => `q${index}`);
    const answers = await Promise.all(texts.map((text) => textOf(session.query(text))));
    expect(answers).toEqual(texts.map((text) => `re: ${text}`));
    expect(backend.requests.map(({ text }) => text)).toEqual(texts);
  });

  test('a stream that nobody reads sends nothing', async () => {
    const { start, backend, settle } = stage(echo);
    const session = start();
    session.stream('never read');
    await session.query('read');
    await settle();
    expect(backend.requests.map(({ text }) => text)).toEqual(['read']);
  });

  test('a bad prompt or option is refused at once, and sends nothing', async () => {
    const { start, settle } = stage(echo);
    const session = start();
    expect(() => session.stream('')).toThrow(expect.objectContaining({ code: 'invalid_option' }) as Error);
    expect(() => session.stream('x', { timeout: -1 })).toThrow(
      expect.objectContaining({ option: 'timeout' }) as Error,
    );
    expect(await outcome(session.query('x', { priority: 0.5 }))).toBe('invalid_option');
    await settle();
    expect(session.queued).toBe(0);
  });

  test('a prompt that JSON cannot hold fails by itself, and the next is answered', async () => {
    const { start } = stage(echo);
    const session = start();
    const source = { type: 'base64', data: 1n };
    expect(await outcome(session.query([{ type: 'image', source }]))).toBe('invalid_option');
    expect(await textOf(session.query('next'))).toBe('re: next');
    expect(session.state).toBe('ready');
  });
});

describe('turns that the CLI begins by itself', () => {
  test('change the state and go to the `message` event, to no query', async () => {
    const { start, settle, cli } = await started(echo);
    const session = start.session;
    const events = eventsOf(session);
    await cli().ownTurn('by myself');
    await settle();
    expect(await read(session.stream('mine'))).toEqual(['system', 're: mine', 'result']);
    expect(events.filter((event) => event.startsWith('message'))).toEqual([
      'message system',
      'message system',
      'message by myself',
      'message result',
    ]);
    expect(events.filter((event) => event.includes('>'))).toEqual([
      'ready > querying',
      'querying > ready',
      'ready > querying',
      'querying > ready',
    ]);
  });

  test('are waited for: a prompt is not written before they are over', async () => {
    const { start, settle, cli } = await started(echo);
    const reply = pacedReply([assistantMessage('slow')]);
    const own = cli().ownTurn(reply);
    await settle();
    const answer = textOf(start.session.query('mine'));
    await settle();
    expect(promptsOf(cli())).toEqual([]);
    reply.releaseAll();
    await own;
    expect(await answer).toBe('re: mine');
  });

  test('may be interrupted', async () => {
    const { start, settle, cli } = await started(echo);
    void cli().ownTurn(silence());
    await settle();
    expect(await start.session.interrupt()).toBe('interrupted');
    expect(start.session.state).toBe('ready');
  });

  test('have the time limit of the session', async () => {
    const { start, settle, cli, clock } = await started(echo, { timeout: 100 });
    void cli().ownTurn(silence());
    await settle();
    await clock.advance(100);
    expect(start.session.state).toBe('ready');
    expect(controlsOf(cli())).toEqual(['initialize', 'interrupt']);
  });

  test('say what they say also between turns', async () => {
    const { start, settle, cli } = await started(echo);
    const events = eventsOf(start.session);
    cli().say({ ...assistantMessage('between') });
    cli().say({ type: 'novelty' });
    cli().say('noise');
    await settle();
    expect(events).toEqual(['message between', 'message unknown']);
    expect(start.session.counts).toEqual({ unknownMessages: 1, noiseLines: 1, oversizedLines: 0 });
  });
});

/** A stage with one session that is ready. */
async function started(script: Parameters<typeof stage>[0], options = {}) {
  const all = stage(script);
  const session = all.start(options);
  await session.ready();
  return { ...all, start: { session }, cli: () => all.cli };
}

/** Ways to end a query before its turn is over; each is given a session whose reply stands still after `a`. */
const departures: readonly (readonly [
  name: string,
  leave: (session: Session, all: Stage) => Promise<readonly string[]>,
  seen: readonly string[],
])[] = [
  [
    'a break',
    async (session) => {
      const seen: string[] = [];
      for await (const message of session.stream('left')) {
        seen.push(nameOf(message));
        if (nameOf(message) === 'a') break;
      }
      return seen;
    },
    ['system', 'a'],
  ],
  [
    'a throw in the loop',
    async (session) => {
      const seen: string[] = [];
      const loop = async () => {
        for await (const message of session.stream('left')) {
          seen.push(nameOf(message));
          if (nameOf(message) === 'a') throw new Error('thrown');
        }
      };
      await expect(loop()).rejects.toThrow('thrown');
      return seen;
    },
    ['system', 'a'],
  ],
  [
    'a signal while it streams',
    async (session, all) => {
      const controller = new AbortController();
      const seen = read(session.stream('left', { signal: controller.signal }));
      await all.settle();
      controller.abort();
      return seen;
    },
    ['system', 'a', 'aborted'],
  ],
  [
    'its timeout',
    async (session, all) => {
      const seen = read(session.stream('left', { timeout: 1_000 }));
      await all.settle();
      await all.clock.advance(999);
      expect(controlsOf(all.cli)).toEqual(['initialize']);
      await all.clock.advance(1);
      return seen;
    },
    ['system', 'a', 'timeout'],
  ],
  [
    'its inactivityTimeout',
    async (session, all) => {
      const seen = read(session.stream('left', { inactivityTimeout: 50 }));
      await all.settle();
      await all.clock.advance(50);
      return seen;
    },
    ['system', 'a', 'inactivity_timeout'],
  ],
  [
    'its interrupt',
    async (session, all) => {
      const seen = read(session.stream('left'));
      await all.settle();
      expect(await session.interrupt()).toBe('interrupted');
      return seen;
    },
    ['system', 'a', 'user', 'result'],
  ],
  [
    'an overflow',
    async (session, all) => {
      const stream = session.stream('left')[Symbol.asyncIterator]();
      const first = stream.next();
      await all.settle();
      all.backend.adapters.at(-1)?.say({ ...assistantMessage('x'.repeat(10_000)) });
      await all.settle();
      return [await first.then(({ value }) => (value ? nameOf(value) : 'end')), ...(await rest(stream))];
    },
    ['system', 'a', 'overflow'],
  ],
];

async function rest(iterator: AsyncIterator<Message, unknown>): Promise<string[]> {
  return read({ [Symbol.asyncIterator]: () => iterator });
}

describe.each(departures)('a query that is left by %s', (name, leave, seen) => {
  test('is interrupted, and the query that waits gets its own answer, and so does the next', async () => {
    const all = stage(echo);
    const reply = pacedReply([assistantMessage('a'), assistantMessage('never')]);
    all.backend.enqueue(reply);
    const session = all.start({ maxBufferedBytes: 5_000 });
    await session.ready();
    reply.release();
    const left = leave(session, all);
    const waiting = textOf(session.query('waiting'));
    expect(await left).toEqual(seen);
    expect(await waiting).toBe('re: waiting');
    expect(await textOf(session.query('next'))).toBe('re: next');
    expect(controlsOf(all.cli)).toEqual(['initialize', 'interrupt']);
    expect(promptsOf(all.cli)).toEqual(['left', 'waiting', 'next']);
    expect([session.state, all.reports]).toEqual(['ready', []]);
    expect([name, all.clock.pending]).toEqual([name, 0]);
  });

  test('whose interrupt is not answered ends with its process, and the query that waits with it', async () => {
    const all = stage(echo);
    const reply = pacedReply([assistantMessage('a'), assistantMessage('never')]);
    all.backend.enqueue(reply);
    all.backend.behave({ ignoresInterrupts: true });
    const session = all.start({ maxBufferedBytes: 5_000 });
    const events = eventsOf(session);
    await session.ready();
    reply.release();
    const left = leave(session, all).catch(() => undefined);
    const waiting = textOf(session.query('waiting'));
    await all.settle();
    await all.clock.advance(10_000);
    expect(await waiting).toBe('unresponsive');
    await left;
    expect(events.slice(-3)).toEqual(['querying > stopped', 'crashed unresponsive', 'stopped']);
    expect(promptsOf(all.cli)).toEqual(['left']);
    expect(all.clock.pending).toBe(0);
  });
});

describe('a query that is given up before it was sent', () => {
  test('by a signal that had fired, or fires while it waits, is not sent, and nobody is disturbed', async () => {
    const all = stage(echo);
    const { backend, start, settle } = all;
    const reply = pacedReply([assistantMessage('first')]);
    backend.enqueue(reply);
    const session = start();
    const controller = new AbortController();
    const answers = [
      textOf(session.query('first')),
      textOf(session.query('gone', { signal: AbortSignal.abort() })),
      textOf(session.query('leaves', { signal: controller.signal })),
      textOf(session.query('last')),
    ];
    await settle();
    expect(session.queued).toBe(2);
    controller.abort();
    expect(session.queued).toBe(1);
    reply.releaseAll();
    expect(await Promise.all(answers)).toEqual(['first', 'aborted', 'aborted', 're: last']);
    expect(backend.requests.map(({ text }) => text)).toEqual(['first', 'last']);
    expect(controlsOf(all.cli)).toEqual(['initialize']);
  });

  test('waits without a limit: its timeout begins when it is sent', async () => {
    const { backend, start, clock, settle } = stage(echo);
    const reply = pacedReply([assistantMessage('first')]);
    backend.enqueue(reply);
    const session = start();
    const answers = [
      textOf(session.query('first', { timeout: Infinity })),
      textOf(session.query('second', { timeout: 10, inactivityTimeout: 10 })),
    ];
    await settle();
    await clock.advance(1_000_000);
    reply.releaseAll();
    expect(await Promise.all(answers)).toEqual(['first', 're: second']);
  });

  test('in the moment in which it was sent has the prompt dropped, and the next is answered', async () => {
    const { backend, start, settle, clock } = stage(echo);
    backend.behave({ takesUpAfter: 10 });
    const session = start();
    const controller = new AbortController();
    const first = textOf(session.query('first', { signal: controller.signal }));
    const second = textOf(session.query('second'));
    await session.ready();
    await settle();
    controller.abort();
    await clock.advance(100);
    expect([await first, await second]).toEqual(['aborted', 're: second']);
    expect(backend.requests.map(({ text }) => text)).toEqual(['second']);
  });
});

describe('time limits', () => {
  test('the limits of the session hold where a query names none', async () => {
    const { start, clock, settle } = stage(() => silence());
    const session = start({ timeout: 500, inactivityTimeout: 100 });
    const silent = textOf(session.query('a'));
    const slow = textOf(session.query('b', { inactivityTimeout: Infinity }));
    await session.ready();
    await settle();
    await clock.advance(100);
    expect(await silent).toBe('inactivity_timeout');
    await settle();
    await clock.advance(500);
    expect(await slow).toBe('timeout');
  });

  test('a query is answered within 300 000 ms where nothing is named', async () => {
    const { start, clock, settle } = stage(() => silence());
    const asked = vi.fn();
    const session = start();
    void textOf(session.query('a')).then(asked);
    await session.ready();
    await settle();
    await clock.advance(299_999);
    expect(asked).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(asked).toHaveBeenCalledExactlyOnceWith('timeout');
  });

  test('a limit of 0 is one', async () => {
    for (const limit of [{ timeout: 0 }, { inactivityTimeout: 0 }]) {
      const { start, clock } = stage(() => silence());
      const session = start();
      const asked = textOf(session.query('a', limit));
      await session.ready();
      await clock.advance(1);
      expect(await asked).toMatch(/timeout$/);
      expect(session.state).toBe('ready');
    }
  });

  test('a clear has that of a control request', async () => {
    const { backend, start, clock, settle } = stage(echo);
    const session = start({ controlTimeout: 700 });
    await session.ready();
    backend.adapters.at(-1)?.behave({ takesUpAfter: 1_000_000 });
    const cleared = outcome(session.clear());
    await settle();
    await clock.advance(700);
    expect(await cleared).toBe('unresponsive');
    expect(session.state).toBe('stopped');
  });
});

describe('a slow reader', () => {
  test('gets what was held, and then `overflow`', async () => {
    const { backend, start, settle } = stage();
    backend.enqueue(Array.from({ length: 100 }, (_, index) => assistantMessage(`m${index}`)));
    const session = start({ maxBufferedBytes: 5_000 });
    const iterator = session.stream('a')[Symbol.asyncIterator]();
    const first = await iterator.next();
    expect(first.done).toBe(false);
    await settle();
    const names = await rest(iterator);
    expect(names[0]).toBe('m0');
    expect(names.at(-1)).toBe('overflow');
    expect(names.length).toBeGreaterThan(5);
    expect(names.length).toBeLessThan(100);
  });

  test('who has read everything has the whole budget again', async () => {
    const { backend, start } = stage();
    const session = start({ maxBufferedBytes: 3_000 });
    for (let round = 0; round < 10; round += 1) {
      backend.enqueue([assistantMessage('x'.repeat(1_000))]);
      expect(await read(session.stream('a'))).toHaveLength(3);
    }
  });

  test('may use the session from inside his loop: an interrupt there does not hang', async () => {
    const { backend, start } = stage();
    backend.enqueue(silenceAfter(assistantMessage('a')));
    const session = start();
    const seen: string[] = [];
    for await (const message of session.stream('a')) {
      seen.push(nameOf(message));
      if (nameOf(message) === 'a') expect(await session.interrupt()).toBe('interrupted');
    }
    expect(seen).toEqual(['system', 'a', 'user', 'result']);
  });
});

async function* silenceAfter(...messages: Message[]): AsyncGenerator<Message> {
  yield* messages;
  yield* silence();
}

describe('an interrupt', () => {
  test('of a session that is idle, starting or stopped finds nothing, and is not sent', async () => {
    const { start, cli, settle } = await started(echo);
    expect(await start.session.interrupt()).toBe('nothing_running');
    await start.session.stop();
    expect(await start.session.interrupt()).toBe('nothing_running');
    await settle();
    expect(controlsOf(cli()).filter((subtype) => subtype === 'interrupt').length).toBeLessThanOrEqual(1);
    expect(await stage(echo).start().interrupt()).toBe('nothing_running');
  });

  test('twice is one', async () => {
    const { start, settle, cli } = await started(() => silence());
    const asked = textOf(start.session.query('a'));
    await settle();
    const both = [start.session.interrupt(), start.session.interrupt()];
    expect(await Promise.all(both)).toEqual(['interrupted', 'interrupted']);
    expect(await asked).toBe('interrupted');
    expect(controlsOf(cli())).toEqual(['initialize', 'interrupt']);
  });

  test('that is not answered kills the process, and says so', async () => {
    const { start, settle, cli, clock } = await started(() => silence());
    cli().behave({ ignoresInterrupts: true });
    const asked = textOf(start.session.query('a'));
    await settle();
    const interrupted = start.session.interrupt();
    await settle();
    await clock.advance(10_000);
    expect([await interrupted, await asked]).toEqual(['killed', 'unresponsive']);
  });
});

describe('a clear', () => {
  test('takes its place behind what was accepted, and before what is accepted later', async () => {
    const { start, backend } = stage(echo);
    const session = start();
    const all = [
      textOf(session.query('before', { priority: -1 })),
      session.clear(),
      textOf(session.query('after', { priority: 9 })),
    ];
    await Promise.all(all);
    expect(backend.requests.map(({ text, history }) => [text, history.some(isAnswer)])).toEqual([
      ['before', false],
      ['after', false],
    ]);
  });

  test('gives a new id, by which the old conversation stays free to be resumed', async () => {
    const { start, backend } = stage(echo);
    const session = start({ sessionId: SESSION });
    await session.query('one');
    expect(session.sessionId).toBe(SESSION);
    expect(() => start({ resume: SESSION })).toThrow(
      expect.objectContaining({ code: 'conversation_in_use' }) as Error,
    );
    await session.clear();
    expect(session.state).toBe('cleared');
    expect(session.sessionId).not.toBe(SESSION);
    const old = start({ resume: SESSION });
    await old.query('two');
    expect(backend.requests.at(-1)?.history.some(isAnswer)).toBe(true);
  });
});

const isAnswer = (message: Message): boolean => message.type === 'assistant';

/** Brings a session into a state, with a query that is in flight or waits, where there may be one. */
const states: readonly (readonly [state: string, enter: (session: Session, all: Stage) => Promise<void>])[] =
  [
    ['initializing', (_, all) => all.settle()],
    ['ready', (session) => session.ready()],
    [
      'querying',
      async (session, all) => {
        await session.ready();
        all.backend.enqueue(silenceAfter(assistantMessage('a')));
        session.query('in flight').catch(() => undefined);
        await all.settle();
      },
    ],
    [
      'interrupting',
      async (session, all) => {
        await session.ready();
        all.cli.behave({ ignoresInterrupts: true });
        all.backend.enqueue(silenceAfter(assistantMessage('a')));
        session.query('in flight').catch(() => undefined);
        await all.settle();
        void session.interrupt();
        await all.settle();
      },
    ],
    [
      'clearing',
      async (session, all) => {
        await session.ready();
        all.cli.behave({ takesUpAfter: 1_000 });
        session.clear().catch(() => undefined);
        await all.settle();
      },
    ],
    [
      'cleared',
      async (session) => {
        await session.query('one');
        await session.clear();
      },
    ],
  ];

describe.each(states)('while %s', (state, enter) => {
  const bring = async () => {
    const all = stage(echo);
    if (state === 'initializing') all.backend.behave({ startsWhen: new Promise(() => undefined) });
    const session = all.start({ name: 'one', sessionId: SESSION });
    const events = eventsOf(session);
    await enter(session, all);
    events.length = 0;
    // Sent at once where no turn is open, and waiting where one is.
    all.backend.enqueue(silence());
    const [asked, stream] = [textOf(session.query('asked')), read(session.stream('streamed'))];
    await all.settle();
    return { ...all, session, events, asked, stream };
  };

  test('a stop fails every query with `stopped`, and frees the name when the process is gone', async () => {
    const { session, events, asked, stream, clock, start, settle, system } = await bring();
    const stopped = Promise.all([session.stop(), session.stop()]);
    expect([await asked, await stream]).toEqual(['stopped', ['stopped']]);
    expect(session.queued).toBe(0);
    expect(await textOf(session.query('late'))).toBe('stopped');
    expect(await outcome(session.clear())).toBe('stopped');
    await settle();
    await clock.advance(5_000);
    await stopped;
    expect(events.slice(-2)).toEqual([expect.stringMatching(/> stopped$/), 'stopped']);
    expect(events.some((event) => event.startsWith('crashed'))).toBe(false);
    expect(await outcome(session.ready())).toBe(state === 'initializing' ? 'stopped' : undefined);
    const next = start({ name: 'one' });
    expect(next.name).toBe('one');
    expect(await outcome(system.stop())).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  test('a crash fails every query with how it ended, and then tells of it', async () => {
    const { session, events, asked, stream, clock, cli, settle } = await bring();
    const crash = vi.fn();
    session.on('crashed', crash);
    cli.crash({ signal: 'SIGKILL', stderrTail: 'last words' });
    await settle();
    const code = state === 'initializing' ? 'start_failed' : 'crashed';
    expect(await asked).toBe(code);
    expect((await stream).at(-1)).toBe(code);
    expect(events.slice(-3)).toEqual([expect.stringMatching(/> stopped$/), `crashed ${code}`, 'stopped']);
    expect(crash).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ signal: 'SIGKILL', stderrTail: 'last words', sessionName: 'one' }),
    );
    expect(session.pid).toBeUndefined();
    await session.stop();
    // What the scripted process itself was waiting for.
    await clock.advance(1_000);
    expect(clock.pending).toBe(0);
  });

  test('a crash after the stop was asked for is the stop', async () => {
    const { session, events, cli, settle } = await bring();
    const stopped = session.stop();
    cli.crash({ exitCode: 1 });
    await settle();
    await stopped;
    expect(events.some((event) => event.startsWith('crashed'))).toBe(false);
  });
});

test('a reader who was busy when the process died gets what was held, and then the error', async () => {
  const { backend, start, settle } = stage();
  backend.enqueue(silenceAfter(assistantMessage('a'), assistantMessage('b')));
  const session = start({ sessionId: SESSION });
  const iterator = session.stream('a')[Symbol.asyncIterator]();
  await iterator.next();
  await settle();
  backend.adapters.at(-1)?.crash({ exitCode: 0 });
  await settle();
  expect(await rest(iterator)).toEqual(['a', 'b', 'crashed']);
});

test('a process that ignores every request to end is killed within the budget of the stop', async () => {
  const { backend, start, clock, settle } = stage(echo);
  backend.behave({ ignoresStop: true, ignoresInterrupts: true });
  const session = start({ shutdown: 1_000 });
  await session.ready();
  const stopped = vi.fn();
  void session.stop().then(stopped);
  await settle();
  await clock.advance(1_000);
  expect(stopped).toHaveBeenCalledOnce();
});

describe('a start that fails', () => {
  test.each([
    ['by the CLI’s refusal', { refusesStart: 'no such model' }, 'start_failed'],
    ['by an answer without a version', { handshake: { claude_code_version: undefined } }, 'cli_incompatible'],
  ])(
    '%s is told by ready, by every query and by `crashed`, and frees the name',
    async (_, behaviour, code) => {
      const { backend, start, settle } = stage(echo);
      backend.behave(behaviour);
      const session = start({ name: 'one' });
      const events = eventsOf(session);
      const asked = textOf(session.query('a'));
      expect([await outcome(session.ready()), await asked, await textOf(session.query('b'))]).toEqual([
        code,
        code,
        code,
      ]);
      await settle();
      expect(events).toEqual(['initializing > stopped', `crashed ${code}`, 'stopped']);
      expect(() => start({ name: 'one' })).not.toThrow();
    },
  );

  test('by silence ends after the control timeout', async () => {
    const { backend, start, clock, settle } = stage(echo);
    backend.behave({ ignores: ['initialize'] });
    const session = start({ controlTimeout: 500 });
    await settle();
    await clock.advance(500);
    expect(await outcome(session.ready())).toBe('control_timeout');
    expect(session.state).toBe('stopped');
    expect(clock.pending).toBe(0);
  });

  test('that nobody looks at is no unhandled rejection', async () => {
    const { backend, start, settle } = stage(echo);
    backend.behave({ refusesStart: 'no' });
    start();
    await settle();
    await settle();
  });

  test('because the adapter cannot be made is `start_failed`, and makes room for the next', async () => {
    const all = stage(echo, { limits: { maxStarting: 1 } });
    const create = vi.spyOn(all.backend, 'createAdapter').mockImplementationOnce(() => {
      throw new Error('no adapter');
    });
    const broken = all.start();
    expect(await outcome(broken.ready())).toBe('start_failed');
    await all.start().ready();
    expect(create).toHaveBeenCalledTimes(2);
  });
});

describe('limits.maxStarting', () => {
  test('bounds how many processes start at a time; the rest come in order', async () => {
    const { backend, start, settle } = stage(echo, { limits: { maxStarting: 2 } });
    const [firstUp, secondUp] = [deferred(), deferred()];
    backend.behave({ startsWhen: firstUp.promise });
    const sessions = Array.from({ length: 5 }, () => start());
    const ready = () => sessions.map(({ state }) => state === 'ready');
    await settle();
    expect(backend.adapters).toHaveLength(2);
    backend.behave({ startsWhen: secondUp.promise });
    firstUp.resolve();
    await settle();
    expect(backend.adapters).toHaveLength(4);
    expect(ready()).toEqual([true, true, false, false, false]);
    secondUp.resolve();
    await Promise.all(sessions.map((session) => session.ready()));
    expect(backend.adapters).toHaveLength(5);
  });

  test('counts starts and not sessions: one that is ready, failed or stopped makes room', async () => {
    const { backend, start, settle } = stage(echo, { limits: { maxStarting: 1 } });
    const never = { startsWhen: new Promise(() => undefined), refusesStart: undefined };
    await start().ready();
    backend.behave({ refusesStart: 'no' });
    await outcome(start().ready());
    backend.behave(never);
    const hanging = start();
    await settle();
    const waiting = start();
    const last = start();
    await settle();
    expect(backend.adapters).toHaveLength(3);
    backend.behave({ startsWhen: undefined });
    await waiting.stop();
    await settle();
    expect(backend.adapters).toHaveLength(3);
    await hanging.stop();
    await last.ready();
    expect(backend.adapters).toHaveLength(4);
  });
});

describe('conversations', () => {
  test('a resume is confirmed by the handshake, before the session is ready', async () => {
    const { start } = stage(echo);
    const first = start({ sessionId: SESSION });
    await first.query('one');
    await first.stop();
    const second = start({ resume: SESSION });
    const events = eventsOf(second);
    await second.ready();
    expect([second.sessionId, second.parentSessionId]).toEqual([SESSION, undefined]);
    expect(events).toEqual(['initializing > ready', 'identified rightly']);
    expect((await second.conversation()).map(({ type }) => type)).toEqual(['user', 'assistant']);
  });

  test('an unknown one to resume fails the start in the CLI’s own words', async () => {
    const { start } = stage(echo);
    const session = start({ resume: OTHER_SESSION });
    await expect(session.ready()).rejects.toMatchObject({
      code: 'conversation_not_found',
      message: expect.stringContaining('No conversation found with session ID') as string,
    });
  });

  test('a fork has no id before its first turn, and says whose fork it is', async () => {
    const { start } = stage(echo);
    const first = start({ sessionId: SESSION });
    await first.query('one');
    const fork = start({ resume: SESSION, forkSession: true, sessionId: OTHER_SESSION });
    await fork.ready();
    expect([fork.sessionId, fork.parentSessionId]).toEqual([undefined, SESSION]);
    expect(await outcome(fork.conversation())).toBe('conversation_not_found');
    await fork.query('two');
    expect(fork.sessionId).toBe(OTHER_SESSION);
  });

  test('`continue` comes back to the latest one', async () => {
    const { start, backend } = stage(echo);
    const first = start();
    await first.query('one');
    await first.stop();
    const second = start({ continue: true });
    await second.query('two');
    expect(second.sessionId).toBe(first.sessionId);
    expect(backend.requests.at(-1)?.history.some(isAnswer)).toBe(true);
  });

  test('`continue` without one fails the start, and frees the name', async () => {
    const { start, settle, backend } = stage(echo);
    const session = start({ continue: true, name: 'one' });
    const events = eventsOf(session);
    expect(await outcome(session.ready())).toBe('conversation_not_found');
    await settle();
    expect(events).toEqual(['initializing > stopped', 'crashed conversation_not_found', 'stopped']);
    expect(backend.adapters).toEqual([]);
    expect(() => start({ name: 'one' })).not.toThrow();
  });

  test('`continue` of one that is held is refused', async () => {
    const { start } = stage(echo);
    const first = start();
    await first.query('one');
    expect(await outcome(start({ continue: true }).ready())).toBe('conversation_in_use');
    await start({ continue: true, forkSession: true }).ready();
  });

  test('a stop while `continue` is being looked up ends it at once, claims nothing, and is no crash', async () => {
    const all = stage(echo);
    const latest = deferred<string | undefined>();
    vi.spyOn(all.backend, 'latestConversation').mockReturnValueOnce(latest.promise);
    const session = all.start({ continue: true });
    const events = eventsOf(session);
    await session.stop();
    latest.resolve(undefined);
    await all.settle();
    expect(events).toEqual(['initializing > stopped', 'stopped']);
    vi.spyOn(all.backend, 'latestConversation').mockResolvedValueOnce(SESSION);
    const other = all.start({ continue: true });
    const stopped = other.stop();
    await all.settle();
    await stopped;
    all.start({ sessionId: SESSION });
    expect(all.backend.adapters).toHaveLength(0);
  });

  test('a backend that cannot tell fails the start with its own words', async () => {
    const all = stage(echo);
    vi.spyOn(all.backend, 'latestConversation').mockRejectedValueOnce(new Error('no disk'));
    const session = all.start({ continue: true });
    await expect(session.ready()).rejects.toMatchObject({ code: 'start_failed', message: 'Error: no disk' });
  });

  test('one that a live session holds is refused at once, and the first is left undisturbed', async () => {
    const { start, backend } = stage(echo);
    const first = start({ sessionId: SESSION });
    expect(() => start({ resume: SESSION })).toThrow(
      expect.objectContaining({ code: 'conversation_in_use', sessionId: SESSION }) as Error,
    );
    expect(await textOf(first.query('one'))).toBe('re: one');
    expect(backend.adapters).toHaveLength(1);
    await first.stop();
    await start({ resume: SESSION }).ready();
  });
});

test('an unsubscribed listener hears nothing more', async () => {
  const { start } = stage(echo);
  const session = start();
  const heard = vi.fn();
  session.on('state', heard)();
  await session.ready();
  expect(heard).not.toHaveBeenCalled();
});

test('partial messages come where they were asked for', async () => {
  const { start, backend } = stage();
  backend.enqueue([textDelta('a'), textDelta('b'), assistantMessage('ab')]);
  const session = start({ includePartialMessages: true });
  const texts: string[] = [];
  for await (const text of session.stream('go').textDeltas()) texts.push(text);
  expect(texts).toEqual(['a', 'b']);
});

test('a result that is an error rejects a query with itself, and is data for a stream', async () => {
  const { start, backend } = stage();
  const failed = resultMessage({ is_error: true, terminal_reason: 'max_turns', result: 'enough' });
  backend.enqueue([failed], [failed]);
  const session = start();
  await expect(session.query('a')).rejects.toMatchObject({
    code: 'max_turns',
    message: 'enough',
    result: { terminal_reason: 'max_turns' },
  });
  expect(await read(session.stream('b'))).toEqual(['system', 'result']);
  expect(await textOf(session.query('c'))).toBe('ok');
});

test('`await using` stops the session', async () => {
  const { start } = stage(echo);
  const held: Session[] = [];
  {
    await using session = start();
    held.push(session);
    await session.ready();
  }
  expect(held[0]?.state).toBe('stopped');
});
