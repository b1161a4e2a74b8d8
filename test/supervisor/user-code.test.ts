import { describe, expect, test } from 'vitest';
import type { Session, SessionEvents, Supervisor, SystemOptions } from 'troupe';
import { stage } from '../session/live-fixture.js';
import { cameTo, echo, grow, sessions } from './fixture.js';

const fault = (): never => {
  throw new Error('at fault');
};

describe('a listener of `report` that fails', () => {
  test.each([
    ['throws', fault],
    ['rejects', () => Promise.reject(new Error('at fault'))],
  ])('because it %s is told to the logger by its name, and hurts nobody', async (_, listener) => {
    const all = await grow({ name: 'top', children: sessions('a') });
    all.sup.on('report', listener);
    await all.crash('a');
    await all.clock.advance(600);
    expect(all.fares()).toEqual(['a idle']);
    const faults = all.reports.filter((report) => report.startsWith('Fault'));
    expect(faults.length).toBeGreaterThan(2);
    for (const each of faults) expect(each).toMatch(/^Fault in listener of 'report'\..*at fault/);
  });
});

test('an inspector that throws is reported, and hurts no supervisor', async () => {
  const all = await grow({ name: 'top', children: sessions('a') }, echo, { inspect: fault });
  await all.crash('a');
  await all.clock.advance(600);
  expect(all.fares()).toEqual(['a idle']);
  await all.sup.stop();
  expect(all.sup.state).toBe('stopped');
});

/** What user code may call, wherever it is called itself. */
const verbs: Readonly<Record<string, (sup: Supervisor) => unknown>> = {
  'sup.stop': (sup) => sup.stop(),
  'inner.stop': (sup) => sup.terminateChild('inner'),
  'session.stop': (sup) => sup.getSession('a').stop(),
  'session.query': (sup) => sup.getSession('a').query('from inside'),
  'session.clear': (sup) => sup.getSession('b').clear(),
  startSession: (sup) => sup.startSession({ name: 'late' }).ready(),
  startChild: (sup) => sup.startChild({ type: 'dynamicSupervisor', name: 'late' }),
  terminateSession: (sup) => sup.terminateSession('b'),
  restartSession: (sup) => sup.restartSession('b'),
  deleteChild: (sup) => sup.deleteChild('b'),
  listSessions: (sup) => sup.listSessions(),
};

type Code = () => void;

/** Places from which a supervisor may be called: what they need of the system, and of the tree when it is up. */
const callers: Readonly<
  Record<string, { options?: (code: Code) => SystemOptions; use?: (sup: Supervisor, code: Code) => void }>
> = {
  'an inspector': { options: (code) => ({ inspect: code }) },
  'a logger': { options: (code) => ({ logger: { debug: code, warn: code, error: code } }) },
  'a listener of `report`': { use: (sup, code) => void sup.on('report', code) },
  'listeners of sessions': {
    use: (sup, code) => {
      const events: readonly (keyof SessionEvents)[] = ['state', 'crashed', 'restarted', 'stopped'];
      for (const name of ['a', 'b', 'c']) for (const event of events) sup.getSession(name).on(event, code);
    },
  },
};

const TREE = {
  name: 'top',
  children: [
    ...sessions('a b', { backOff: { initial: 10 }, shutdown: 50 }),
    {
      type: 'supervisor' as const,
      name: 'inner',
      maxRestarts: 0,
      backOff: { initial: 10 },
      children: sessions('c', { shutdown: 50 }),
    },
  ],
};

/** More often than any of this code is called in the life below. */
const MOMENTS = 400;

describe.each(Object.entries(verbs))('a call of %s', (_name, verb) => {
  test.each(Object.entries(callers))(
    'from %s, at any moment of a tree, settles, and leaves nothing behind',
    async (_, { options, use }) => {
      let reached = 0;
      // Neighbouring moments are much alike: a stride over them, and the first ones all.
      for (let moment = 1, isReached = true; isReached && moment < MOMENTS; moment += moment < 12 ? 1 : 11) {
        let count = 0;
        const called: Promise<unknown>[] = [];
        const held: { sup?: Supervisor } = {};
        const code = (): void => {
          if ((count += 1) !== moment) return;
          const sup = held.sup ?? all.system.getSupervisor('top');
          called.push(cameTo(new Promise((resolve) => resolve(verb(sup)))));
        };
        const all = stage(echo, options?.(code));
        const started = cameTo(all.system.startSupervisor(TREE));
        await all.clock.advance(100);
        const sup = (held.sup = all.system.getSupervisor('top'));
        if (sup.state === 'running') use?.(sup, code);
        const asked = ['a', 'b', 'c'].map((name) => cameTo(all.system.getSession(name).query(name)));
        await all.settle();
        for (const adapter of all.backend.adapters) adapter.crash();
        await all.clock.advance(100);
        const stopped = cameTo(all.system.stop());
        await all.clock.advance(1_000);
        await Promise.all([started, stopped, ...asked, ...called]);

        expect([moment, all.backend.adapters.filter(({ running }) => running)]).toEqual([moment, []]);
        expect([moment, all.clock.pending]).toEqual([moment, 0]);
        expect(all.reports.filter((report) => report.startsWith('Fault'))).toEqual([]);
        for (const name of ['a', 'b', 'c', 'late']) expect(isFree(all.system.getSession(name))).toBe(true);
        isReached = count >= moment;
        if (isReached) reached += 1;
      }
      expect(reached).toBeGreaterThan(8);
    },
  );
});

function isFree(session: Session): boolean {
  return session.status === 'stopped' && session.sessionId === undefined;
}
