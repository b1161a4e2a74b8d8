import type { QueryStream, Session, SessionEvents, SystemOptions } from 'troupe';
import { assistantMessage, toolUseBlock, type Script } from 'troupe/testing';
import { describe, expect, test } from 'vitest';
import { outcome } from './fixture.js';
import { stage, type Stage } from './live-fixture.js';

const echo = ({ text }: { readonly text: string }): string => `re: ${text}`;

const faults: readonly (readonly [way: string, fail: () => unknown])[] = [
  [
    'throws',
    () => {
      throw new Error('at fault');
    },
  ],
  ['rejects', () => Promise.reject(new Error('at fault'))],
];

/** Places at which user code is called, with the name under which its fault is reported. */
const places: readonly (readonly [
  name: string,
  use: (code: () => unknown) => { readonly all: Stage; readonly ask: (session: Session) => Promise<unknown> },
])[] = [
  ...(['state', 'message', 'identified', 'stopped'] as const).map((event) => {
    const listenTo = (code: () => unknown) => ({
      all: stage(echo),
      ask: async (session: Session) => {
        session.on(event, code);
        await session.query('a');
      },
    });
    return [`listener of '${event}'`, listenTo] as const;
  }),
  [
    "listener of 'actor'",
    (code) => ({
      all: stage(echo),
      ask: async (session) => {
        session.actor.subscribe(code);
        await session.query('a');
      },
    }),
  ],
  ['tap callback', (code) => ({ all: stage(echo), ask: (session) => session.stream('a').tap(code).run() })],
  [
    'onToolUse callback',
    (code) => ({
      all: stage(() => [assistantMessage([toolUseBlock('Bash')]), assistantMessage('done')]),
      ask: (session) => session.stream('a').onToolUse(code).run(),
    }),
  ],
  ['inspector', (code) => ({ all: stage(echo, { inspect: code }), ask: (session) => session.query('a') })],
];

test.each(faults)(
  'a fault in the listener of `crashed` that %s is reported by this name',
  async (_, fail) => {
    const all = stage(echo);
    const session = all.start();
    session.on('crashed', fail);
    await session.query('a');
    all.cli.crash();
    await all.settle();
    expect(all.reports).toEqual([
      expect.stringMatching(/^Fault in listener of 'crashed'\..*Error: at fault/),
    ]);
    expect([session.state, all.clock.pending]).toEqual(['stopped', 0]);
  },
);

describe.each(places)('a fault in the %s', (name, use) => {
  test.each(faults)('that %s is reported by this name, and nothing else happens', async (_, fail) => {
    const { all, ask } = use(fail);
    const session = all.start({ name: 'one' });
    await ask(session);
    all.cli.say({ type: 'novelty' });
    await all.settle();
    expect(session.state).toBe('ready');
    expect((await session.query('next')).is_error).toBe(false);
    await session.stop();
    await all.settle();
    expect(all.reports.length).toBeGreaterThan(0);
    for (const report of all.reports) {
      expect(report).toContain(`Fault in ${name}.`);
      expect(report).toContain('Error: at fault');
      // An inspector belongs to the system.
      expect(report.includes('"sessionName":"one"')).toBe(name !== 'inspector');
    }
    expect(all.clock.pending).toBe(0);
  });

  test('is none where it only never settles: nobody waits for it', async () => {
    const { all, ask } = use(() => new Promise(() => undefined));
    const session = all.start();
    await ask(session);
    expect((await session.query('next')).is_error).toBe(false);
    await session.stop();
    expect([session.state, all.reports, all.clock.pending]).toEqual(['stopped', [], 0]);
  });
});

/** What user code may call on its own session, wherever it is called itself. */
const verbs = ['query', 'stream', 'clear', 'interrupt', 'stop', 'ready', 'conversation'] as const;

function call(session: Session, verb: (typeof verbs)[number]): Promise<unknown> {
  if (verb === 'query') return session.query('from inside');
  return verb === 'stream' ? session.stream('from inside').run() : session[verb]();
}

/** Calls the verb at the nth time that the code is called, and no more. */
function nth(number: number, verb: (typeof verbs)[number], session: () => Session) {
  const called: Promise<unknown>[] = [];
  let count = 0;
  const code = (): void => {
    if ((count += 1) === number) called.push(outcome(call(session(), verb)));
  };
  return { code, called, count: () => count };
}

/** More often than any of this code is called in the life below. */
const MOMENTS = 120;

/** Places from which a session may be called: what they need of the system, of the session and of a stream. */
const callers: Readonly<Record<string, Caller>> = {
  'the inspector': { options: (code) => ({ inspect: code }) },
  'every listener': { use: listenToAll },
  'the logger': {
    options: (code) => ({ logger: { debug: code, warn: code, error: code } }),
    use: (session) => listenToAll(session, faults[0]?.[1] ?? expect.unreachable()),
  },
  'the callbacks of a stream': { observe: (stream, code) => stream.tap(code).onToolUse(code) },
};

interface Caller {
  readonly options?: (code: () => void) => SystemOptions;
  readonly use?: (session: Session, code: () => unknown) => void;
  readonly observe?: (stream: QueryStream, code: () => void) => QueryStream;
}

describe.each(verbs)('a call of %s()', (verb) => {
  test.each(Object.entries(callers))(
    'from %s, at any moment of a life, settles, and leaves nothing behind',
    async (_, { options, use, observe = (stream) => stream }) => {
      let reached = MOMENTS;
      for (let moment = 1; moment < reached; moment += 1) {
        const held: { session?: Session } = {};
        const own = (): Session => held.session ?? expect.unreachable();
        const { code, called, count } = nth(moment, verb, own);
        const all = stage(withTool, options?.(code));
        const session = (held.session = all.start());
        use?.(session, code);
        const ask = (prompt: string) => observe(session.stream(prompt), code).finalResult();
        await outcome(session.ready());
        const settled = await Promise.all([ask('a'), session.clear(), ask('b')].map(outcome));
        await all.backend.adapters[0]?.ownTurn('of its own');
        await all.settle();
        // A stop from inside has to do by itself.
        if (verb !== 'stop' || called.length === 0) await outcome(session.stop());
        await Promise.all(called);
        await all.settle();

        expect([moment, session.state, session.pid]).toEqual([moment, 'stopped', undefined]);
        expect([session.queued, all.backend.adapters.filter(({ running }) => running)]).toEqual([0, []]);
        expect([all.reports, all.clock.pending]).toEqual([[], 0]);
        if (verb !== 'stop' && verb !== 'interrupt')
          expect(settled.map(resultOf)).toEqual(['re: a', undefined, 're: b']);
        if (count() < moment) reached = moment;
      }
      expect(reached).toBeGreaterThan(5);
      expect(reached).toBeLessThan(MOMENTS);
    },
  );
});

const withTool: Script = ({ text }) => [
  assistantMessage([toolUseBlock('Bash')]),
  assistantMessage(`re: ${text}`),
];

function resultOf(settled: unknown): unknown {
  return (settled as { readonly result?: string } | undefined)?.result;
}

function listenToAll(session: Session, code: () => unknown): void {
  const events: readonly (keyof SessionEvents)[] = ['state', 'message', 'identified', 'crashed', 'stopped'];
  for (const event of events) session.on(event, code);
  session.actor.subscribe(code);
}
