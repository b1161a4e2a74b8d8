import { SessionError } from 'troupe';
import { describe, expect, test } from 'vitest';
import { deferred } from '../../src/base/deferred.js';
import { outcome, SESSION } from './fixture.js';
import { promptsOf, silence } from './live-fixture.js';
import { allEventsOf, echo, ownStage, textOf } from './own-fixture.js';

const errorOf = (asked: Promise<unknown>) => asked.catch((error: unknown) => error);
const gone = new SessionError('crashed', 'It came back too often.');

describe('a session that is suspended', () => {
  test('fails what was in flight, keeps what waits, and serves it in order', async () => {
    const all = ownStage(({ text }) => (text === 'first' ? silence() : `re: ${text}`));
    await all.comeUp();
    const first = errorOf(all.session.query('first'));
    const waiting = [
      textOf(all.session.query('second')),
      outcome(all.session.clear()),
      textOf(all.session.query('third', { priority: 9 })),
    ];
    await all.settle();
    const failed = all.session.queued;
    await all.crash();
    expect(all.own.exit).toMatchObject({ asked: false, wasReady: true, error: { code: 'crashed' } });
    all.session.suspend('restarting');
    expect(await first).toMatchObject({ code: 'crashed', sent: true, restarting: true });
    expect((await first) as Error).toHaveProperty(
      'message',
      expect.stringContaining('brings the session back'),
    );
    expect([failed, all.session.queued]).toEqual([3, 3]);
    await all.comeUp();
    expect(await Promise.all(waiting)).toEqual(['re: second', undefined, 're: third']);
    expect(promptsOf(all.cli)).toEqual(['second', '/clear', 'third']);
  });

  test('settles nothing, and sends nothing, before its owner has said what becomes of it', async () => {
    const all = ownStage(() => silence());
    await all.comeUp();
    const settled: string[] = [];
    for (const prompt of ['first', 'second'])
      void errorOf(all.session.query(prompt)).then(() => settled.push(prompt));
    await all.settle();
    await all.crash();
    expect(settled).toEqual([]);
    all.session.suspend('waiting', 500);
    await all.settle();
    expect(settled).toEqual(['first']);
    expect(all.backend.adapters).toHaveLength(1);
  });

  test('tells how it fares at each step', async () => {
    const all = ownStage(echo);
    const look = () => [all.session.state, all.session.status, all.session.incarnation, all.session.restarts];
    const seen = [look()];
    all.own.begin();
    seen.push(look());
    await all.session.ready();
    seen.push(look());
    await all.crash();
    all.session.suspend('waiting', 500);
    seen.push(look());
    expect([all.session.nextStart, all.session.lastError?.code, all.session.pid]).toEqual([
      500,
      'crashed',
      undefined,
    ]);
    all.own.begin();
    seen.push(look());
    await all.session.ready();
    seen.push(look());
    expect(seen).toEqual([
      ['initializing', 'starting', 0, 0],
      ['initializing', 'starting', 1, 0],
      ['ready', 'idle', 1, 0],
      ['initializing', 'waiting', 1, 0],
      ['initializing', 'restarting', 2, 1],
      ['ready', 'idle', 2, 1],
    ]);
    expect(all.session.nextStart).toBeUndefined();
  });

  test('tells of its crashes and of its return', async () => {
    const all = ownStage(echo);
    const events = allEventsOf(all.session);
    const comeback: unknown[] = [];
    all.session.on('crashed', ({ restarting }) => comeback.push(restarting));
    await all.comeUp();
    await all.crash();
    all.session.suspend('restarting');
    await all.comeUp();
    await all.crash();
    all.session.end(gone, 'gaveUp');
    expect(events).toEqual([
      'initializing > ready',
      'ready > initializing',
      'crashed crashed',
      'initializing > ready',
      'restarted 2',
      'ready > stopped',
      'crashed crashed',
      'stopped',
    ]);
    expect(comeback).toEqual([true, false]);
  });

  test('ready() waits for the next incarnation, and interrupt() finds nothing', async () => {
    const all = ownStage(echo);
    await all.comeUp();
    await all.crash();
    all.session.suspend('restarting');
    expect(await all.session.interrupt()).toBe('nothing_running');
    let isReady = false;
    void all.session.ready().then(() => (isReady = true));
    await all.settle();
    expect(isReady).toBe(false);
    all.own.begin();
    await all.settle();
    expect(isReady).toBe(true);
  });

  test('fails what was in flight as restarted, where its end had been asked for', async () => {
    const all = ownStage(() => silence());
    const events = allEventsOf(all.session);
    await all.comeUp();
    const first = errorOf(all.session.query('first'));
    await all.settle();
    all.session.halt(5_000);
    await all.clock.advance(5_000);
    expect(all.own.exit).toMatchObject({ asked: true, wasReady: true, inTurn: true });
    all.session.suspend('restarting');
    expect(await first).toMatchObject({ code: 'restarted', sent: true, restarting: true });
    expect(events.some((event) => event.startsWith('crashed'))).toBe(false);
  });

  test('what was about to be sent is sent by the next incarnation, and is no query in flight', async () => {
    const all = ownStage(echo);
    await all.comeUp();
    void all.cli.ownTurn(silence());
    await all.settle();
    const answer = textOf(all.session.query('first'));
    await all.settle();
    await all.crash();
    all.session.suspend('restarting');
    await all.comeUp();
    expect(await answer).toBe('re: first');
  });
});

describe('a session that is ended', () => {
  test('fails what waits with the reason, what was in flight with its exit, and what comes later', async () => {
    const all = ownStage(() => silence());
    await all.comeUp();
    const [first, second] = [errorOf(all.session.query('first')), errorOf(all.session.query('second'))];
    await all.settle();
    await all.crash();
    const reason = new SessionError('start_failed', 'Given up.');
    all.session.end(reason, 'gaveUp');
    expect(await first).toMatchObject({ code: 'crashed', sent: true, restarting: false });
    const refused = { code: 'start_failed', sent: false, restarting: false };
    expect(await second).toMatchObject(refused);
    expect(await errorOf(all.session.query('third'))).toMatchObject(refused);
    expect(await outcome(all.session.ready())).toBe('start_failed');
    expect([all.session.state, all.session.status]).toEqual(['stopped', 'gaveUp']);
    expect(await outcome(all.session.stop())).toBeUndefined();
    expect(all.own.told).not.toContain('stop');
  });

  test('can be begun again, and is then as new', async () => {
    const all = ownStage(echo);
    await all.comeUp();
    await all.session.query('first');
    const stopped = [all.session.stop(), all.session.stop()];
    await all.settle();
    await Promise.all(stopped);
    expect(all.own.told.filter((told) => told === 'stop')).toHaveLength(1);
    const again = ownStageAgain(all.own);
    expect([all.session.state, all.session.status]).toEqual(['initializing', 'starting']);
    await again;
    expect(await textOf(all.session.query('second'))).toBe('re: second');
    expect(all.backend.requests[1]?.history).toHaveLength(2);
    expect(all.session.restarts).toBe(0);
  });

  test('before it was ever begun refuses what was asked', async () => {
    const all = ownStage(echo);
    const asked = errorOf(all.session.query('first'));
    await all.session.stop();
    expect(await asked).toMatchObject({ code: 'stopped', sent: false });
    expect(all.backend.adapters).toEqual([]);
  });
});

/** Begins a session again that had been stopped. */
function ownStageAgain(own: ReturnType<typeof ownStage>['own']): Promise<void> {
  own.begin();
  return own.session.ready();
}

describe('a session that is halted before it has a process', () => {
  test.each<[where: string, hold: (all: ReturnType<typeof ownStage>) => void]>([
    ['at once', () => undefined],
    [
      'while its adapter is made',
      (all) => void (all.backend.createAdapter = () => deferred().promise as never),
    ],
  ])('%s ends without one', async (_, hold) => {
    const all = ownStage(echo);
    hold(all);
    all.own.begin();
    if (_ !== 'at once') await all.settle();
    all.session.halt(5_000);
    expect(all.own.exit).toMatchObject({ asked: true, wasReady: false, error: { code: 'stopped' } });
    await all.settle();
    expect(all.backend.adapters).toEqual([]);
  });
});

describe('a listener', () => {
  test.each(['state', 'crashed'] as const)('of `%s` may stop a session that is suspended', async (event) => {
    const all = ownStage(echo);
    await all.comeUp();
    let stopped: Promise<void> | undefined;
    all.session.on(event, () => (stopped ??= all.session.stop()));
    await all.crash();
    all.session.suspend('restarting');
    await stopped;
    expect([all.session.state, all.session.status]).toEqual(['stopped', 'stopped']);
  });

  test('of `restarted` may ask, and may stop', async () => {
    const all = ownStage(echo, { options: { sessionId: SESSION } });
    await all.comeUp();
    const answers: Promise<string | undefined>[] = [];
    all.session.on('restarted', () => answers.push(textOf(all.session.query('from within'))));
    await all.crash();
    all.session.suspend('restarting');
    await all.comeUp();
    expect(await Promise.all(answers)).toEqual(['re: from within']);
    all.session.on('restarted', () => void all.session.stop());
    await all.crash();
    all.session.suspend('restarting');
    all.own.begin();
    await all.settle();
    expect(await answers[1]).toBe('stopped');
    expect(all.session.state).toBe('stopped');
  });
});
