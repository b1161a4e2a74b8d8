import type { Session, SessionEvents } from 'troupe';
import { assistantMessage, toolUseBlock } from 'troupe/testing';
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

describe.each(verbs)('a call of %s()', (verb) => {
  test.each(['the inspector', 'every listener'])(
    'from %s, at any moment of a life, settles, and leaves nothing behind',
    async (where) => {
      let reached = MOMENTS;
      for (let moment = 1; moment < reached; moment += 1) {
        const held: { session?: Session } = {};
        const own = (): Session => held.session ?? expect.unreachable();
        const { code, called, count } = nth(moment, verb, own);
        const all = stage(echo, where === 'the inspector' ? { inspect: code } : {});
        const session = (held.session = all.start());
        if (where === 'every listener') listenToAll(session, code);
        const answers = [session.query('a'), session.clear(), session.query('b')].map(outcome);
        const settled = await Promise.all(answers);
        // A stop from inside has to do by itself.
        if (verb !== 'stop' || called.length === 0) await outcome(session.stop());
        await Promise.all(called);
        await all.settle();

        expect([moment, session.state, session.pid, session.queued]).toEqual([
          moment,
          'stopped',
          undefined,
          0,
        ]);
        expect(all.backend.adapters.filter(({ running }) => running)).toEqual([]);
        expect([all.reports, all.clock.pending]).toEqual([[], 0]);
        if (verb !== 'stop' && verb !== 'interrupt')
          expect(settled.map(resultOf)).toEqual(['re: a', undefined, 're: b']);
        if (count() < moment) reached = moment;
      }
      expect(reached).toBeLessThan(MOMENTS);
    },
  );
});

function resultOf(settled: unknown): unknown {
  return (settled as { readonly result?: string } | undefined)?.result;
}

function listenToAll(session: Session, code: () => unknown): void {
  const events: readonly (keyof SessionEvents)[] = ['state', 'message', 'identified', 'crashed', 'stopped'];
  for (const event of events) session.on(event, code);
  session.actor.subscribe(code);
}
