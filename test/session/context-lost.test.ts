import { expect, test } from 'vitest';
import { deferred } from '../../src/base/deferred.js';
import { LocalRegistry } from '../../src/registry/local-registry.js';
import type { Registry } from '../../src/registry/registry.js';
import type { LiveSession } from '../../src/session/live-session.js';
import { OTHER_SESSION, outcome, SESSION } from './fixture.js';
import { silence } from './live-fixture.js';
import { allEventsOf, echo, ownStage, textOf, type OwnStage } from './own-fixture.js';

const unkept = { sessionId: SESSION, noSessionPersistence: true };

/** Crashes after an answer, and begins again. */
async function crashedAfterAnswer(all: OwnStage): Promise<void> {
  await all.comeUp();
  await all.session.query('first');
  await all.crash();
  all.session.suspend('restarting');
  all.own.begin();
  await all.settle();
}

test('a conversation that is gone ends the incarnation with `context_lost`, before any process', async () => {
  const all = ownStage(echo, { options: { ...unkept, name: 'assistant' } });
  await crashedAfterAnswer(all);
  const error = { code: 'context_lost', sessionId: SESSION, sessionName: 'assistant' };
  expect(all.own.exit).toMatchObject({ asked: false, wasReady: false, error });
  expect(all.own.exit.error.message).toContain(SESSION);
  expect(all.backend.adapters).toHaveLength(1);
  expect(all.session.sessionId).toBe(SESSION);
});

test('where that is allowed a new conversation is begun, and its loss told', async () => {
  const all = ownStage(echo, { options: unkept, whenContextLost: 'fresh' });
  const events = allEventsOf(all.session);
  await crashedAfterAnswer(all);
  expect(events).toContain(`contextLost ${SESSION}`);
  expect(all.session.sessionId).toBeUndefined();
  expect(await outcome(all.session.conversation())).toBe('conversation_not_found');
  expect(await textOf(all.session.query('second'))).toBe('re: second');
  expect(all.backend.requests[1]?.history).toEqual([]);
  expect(all.session.sessionId).not.toBe(SESSION);
});

/** Grants any other conversation than the first when it is told to. */
function lateRegistry() {
  const registry = new LocalRegistry<LiveSession>();
  const { promise, resolve } = deferred();
  const late: Registry<LiveSession> = {
    claim: (key, claim) =>
      key.kind === 'conversation' && key.value !== SESSION
        ? promise.then(() => registry.claim(key, claim))
        : registry.claim(key, claim),
    release: (key, claim) => registry.release(key, claim),
    resolve: (key) => registry.resolve(key),
  };
  return { registry: late, grant: resolve };
}

test('its id holds until its loss is told, which an incarnation that is halted before leaves to the next', async () => {
  const { registry, grant } = lateRegistry();
  const all = ownStage(echo, { options: unkept, whenContextLost: 'fresh', registry });
  const events = allEventsOf(all.session);
  const losses = () => events.filter((event) => event.startsWith('contextLost'));
  await crashedAfterAnswer(all);
  expect([all.session.sessionId, losses()]).toEqual([SESSION, []]);
  all.session.halt(0);
  await all.settle();
  all.session.suspend('restarting');
  grant();
  all.own.begin();
  await all.settle();
  expect([all.session.sessionId, losses()]).toEqual([undefined, [`contextLost ${SESSION}`]]);
});

test.each([
  ['fail', ['crashed', 'context_lost'], []],
  ['fresh', ['crashed'], [SESSION]],
] as const)('a CLI that does not find it is believed: %s', async (whenContextLost, ends, lost) => {
  const all = ownStage(echo, { options: { sessionId: SESSION }, whenContextLost });
  const told: string[] = [];
  all.session.on('contextLost', (id) => told.push(id));
  await all.comeUp();
  await all.session.query('first');
  await all.crash();
  all.backend.behave({ refusesStart: `No conversation found with session ID: ${SESSION}` });
  const createAdapter = all.backend.createAdapter.bind(all.backend);
  all.backend.createAdapter = (request) => {
    if (request.start.kind === 'fresh') all.backend.behave({ refusesStart: undefined });
    return createAdapter(request);
  };
  all.session.suspend('restarting');
  all.own.begin();
  await all.settle();
  expect(all.own.exits.map(({ error }) => error.code)).toEqual(ends);
  expect(told).toEqual(lost);
  expect(all.session.state).toBe(lost.length > 0 ? 'ready' : 'initializing');
});

test('nothing is lost where a conversation had no answer yet: it is begun again as it was', async () => {
  const all = ownStage(() => silence(), { options: unkept });
  await all.comeUp();
  void textOf(all.session.query('first'));
  await all.settle();
  expect(all.session.sessionId).toBe(SESSION);
  await all.crash();
  all.session.suspend('restarting');
  await all.comeUp();
  expect(all.cli.arguments).toContain(`--session-id=${SESSION}`);
});

test('a conversation that was resumed and is gone is lost, and one that never was found is not', async () => {
  const all = ownStage(echo, { options: { resume: OTHER_SESSION } });
  all.own.begin();
  await all.settle();
  expect(all.own.exit.error.code).toBe('conversation_not_found');
  all.session.suspend('restarting');
  all.own.begin();
  await all.settle();
  expect(all.own.exit.error.code).toBe('conversation_not_found');
});
