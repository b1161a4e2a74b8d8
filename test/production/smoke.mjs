// Run by plain Node on what is published, and not by the runner of the other tests, which loads XState's development
// build: `npm run build && node --test test/production/smoke.mjs`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createSystem } from 'troupe';
import { sessionMachine } from 'troupe/machines';
import { assistantMessage, createSandbox, scriptedBackend, startMessagesApi } from 'troupe/testing';
import { createActor } from 'xstate';

/** A system whose faults can be read, and that is stopped with the test. */
function systemFor(t, options) {
  const faults = [];
  const report = (message) => faults.push(message);
  const logger = { debug: () => undefined, warn: report, error: report };
  const system = createSystem({ logger, ...options });
  t.after(() => system.stop());
  return { system, faults };
}

/** Answers with what the conversation holds, so that a lost or a shifted one shows. */
function remembering() {
  return scriptedBackend(({ text, history }) => `${history.length} before, then ${text}`);
}

async function* endless() {
  yield assistantMessage('once upon a time');
  await new Promise(() => undefined);
}

test('what is loaded is the build of troupe, and the production build of XState', (t) => {
  assert.match(import.meta.resolve('troupe'), /\/dist\/src\/index\.js$/);
  assert.doesNotMatch(import.meta.resolve('xstate'), /development/);
  // The development build warns of this.
  const warn = t.mock.method(console, 'warn', () => undefined);
  const actor = createActor(sessionMachine, { input: { link: {}, limits: {} } });
  actor.start().stop();
  actor.send({ type: 'turn.ended' });
  assert.equal(warn.mock.callCount(), 0);
});

test('a session starts, answers, keeps its context, clears it and stops', async (t) => {
  const backend = remembering();
  const { system, faults } = systemFor(t, { backend });
  const session = system.startSession({ name: 'worker' });
  assert.equal(session.state, 'initializing');
  await session.ready();
  assert.equal((await session.query('one')).result, '0 before, then one');
  assert.match(await session.stream('two').finalText(), /^[1-9]\d* before, then two$/);
  const before = session.sessionId;
  await session.clear();
  assert.equal(session.state, 'cleared');
  assert.notEqual(session.sessionId, before);
  await session.query('three');
  assert.ok(!JSON.stringify(backend.requests.at(-1).history).includes('before, then two'));
  await session.stop();
  assert.equal(session.state, 'stopped');
  assert.equal(
    backend.adapters.some(({ running }) => running),
    false,
  );
  assert.deepEqual(faults, []);
});

test('a turn that is interrupted ends, and the next query gets its own answer', async (t) => {
  const backend = scriptedBackend(({ text }) => (text === 'tell' ? endless() : `re: ${text}`));
  const { system, faults } = systemFor(t, { backend });
  const session = system.startSession();
  for await (const message of session.stream('tell')) if (message.type === 'assistant') break;
  assert.equal((await session.query('next')).result, 're: next');
  const told = session.stream('tell')[Symbol.asyncIterator]();
  await told.next();
  assert.equal(await session.interrupt(), 'interrupted');
  assert.equal((await session.query('last')).result, 're: last');
  await assert.rejects(session.query('tell', { timeout: 20 }), { code: 'timeout' });
  assert.equal(session.state, 'ready');
  assert.deepEqual(faults, []);
});

test('a session that crashes is brought back by its supervisor, with its conversation and what waited for it', async (t) => {
  const backend = scriptedBackend(({ text, history }) =>
    text === 'tell' ? endless() : `${history.length} before`,
  );
  const { system } = systemFor(t, { backend });
  const tree = await system.startSupervisor({
    name: 'agents',
    children: [{ name: 'one', backOff: { initial: 0 } }, { name: 'two' }],
  });
  const one = tree.getSession('one');
  await one.query('first');
  const restarted = new Promise((resolve) => one.on('restarted', resolve));
  const cut = one.query('tell');
  const waiting = one.query('second');
  while (one.state !== 'querying') await nextTurn();
  const [first, second] = backend.adapters;
  first.crash();
  await assert.rejects(cut, { code: 'crashed', sent: true, restarting: true });
  await restarted;
  assert.match((await waiting).result, /^[1-9]\d* before$/);
  assert.deepEqual(
    tree.listSessions().map(({ name, restarts }) => [name, restarts]),
    [
      ['one', 1],
      ['two', 0],
    ],
  );
  assert.ok(second.running);
  await tree.stop();
  assert.equal(
    backend.adapters.some(({ running }) => running),
    false,
  );
});

test('an observer that throws hurts nobody, and is reported', async (t) => {
  const seen = new Set();
  const { system, faults } = systemFor(t, {
    backend: remembering(),
    inspect: ({ type }) => {
      seen.add(type);
      throw new Error('broken');
    },
  });
  const session = system.startSession();
  assert.equal((await session.query('one')).result, '0 before, then one');
  await session.stop();
  assert.equal(session.state, 'stopped');
  assert.ok(seen.has('@xstate.actor') && seen.has('@xstate.event') && seen.has('@xstate.snapshot'));
  assert.ok(faults.length > 0);
});

test('the real CLI starts, answers, clears and stops', async (t) => {
  const api = await startMessagesApi({ reply: 'It is me.' });
  t.after(() => api.close());
  const sandbox = await createSandbox(api);
  t.after(() => sandbox.remove());
  const { system, faults } = systemFor(t, { defaults: sandbox.options });
  const session = system.startSession({ name: 'real' });
  assert.equal((await session.query('Who is it?')).result, 'It is me.');
  await session.clear();
  assert.equal(session.state, 'cleared');
  await session.query('And now?');
  assert.ok(!JSON.stringify(api.requests.at(-1).body).includes('Who is it?'));
  const { pid } = session;
  await session.stop();
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  assert.deepEqual(faults, []);
});
