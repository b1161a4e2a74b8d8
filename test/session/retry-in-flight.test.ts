import { partialMessage, assistantMessage, toolUseBlock, type Script } from 'troupe/testing';
import { expect, test } from 'vitest';
import { silence, promptIdsOf } from './live-fixture.js';
import { ownStage, textOf } from './own-fixture.js';

/** Stands still at the first question, and answers the others. */
function stuckOnce(first: ReturnType<Script>): Script {
  let isFirst = true;
  return ({ text }) => {
    if (!isFirst) return `re: ${text}`;
    isFirst = false;
    return first;
  };
}

async function* after(...messages: Parameters<typeof partialMessage>[0][]): ReturnType<typeof silence> {
  for (const event of messages) yield partialMessage(event);
  yield* silence();
}

test('a query in flight is asked again before all that waits, under another id', async () => {
  const { session, own, backend, comeUp, crash, settle } = ownStage(stuckOnce(silence()), {
    retryInFlight: true,
  });
  await comeUp();
  const first = textOf(session.query('first'));
  await settle();
  const urgent = textOf(session.query('urgent', { priority: 9 }));
  await crash();
  session.suspend('restarting');
  expect(session.queued).toBe(2);
  own.begin();
  expect(await Promise.all([first, urgent])).toEqual(['re: first', 're: urgent']);
  expect(backend.requests.map(({ text }) => text)).toEqual(['first', 'first', 'urgent']);
  const [before, then] = backend.adapters.map((cli) => promptIdsOf(cli).get('first'));
  expect(before).not.toBe(then);
});

test('a query that is asked again waits through a restart that fails, and fails itself when there is none more', async () => {
  const { session, own, backend, comeUp, crash, settle } = ownStage(stuckOnce(silence()), {
    retryInFlight: true,
  });
  await comeUp();
  const first = textOf(session.query('first'));
  await settle();
  await crash();
  session.suspend('restarting');
  backend.behave({ refusesStart: 'not today' });
  own.begin();
  await settle();
  expect([own.exit.error.code, session.queued]).toEqual(['start_failed', 1]);
  session.end(own.exit.error, 'stopped');
  expect([await first, session.queued]).toEqual(['start_failed', 0]);
});

test.each([
  ['called a tool', () => [assistantMessage([toolUseBlock('Bash')])]],
  [
    'was about to call a tool',
    () =>
      after({
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: {} },
      }),
  ],
] as const)('one whose turn had %s is not asked again', async (_, begun) => {
  const reply = async function* () {
    yield* begun();
    yield* silence();
  };
  const { session, own, backend, comeUp, crash, settle } = ownStage(stuckOnce(reply()), {
    retryInFlight: true,
    options: { includePartialMessages: true },
  });
  await comeUp();
  const first = textOf(session.query('first'));
  await settle();
  await crash();
  session.suspend('restarting');
  own.begin();
  expect(await first).toBe('crashed');
  expect(await textOf(session.query('next'))).toBe('re: next');
  expect(backend.requests.map(({ text }) => text)).toEqual(['first', 'next']);
});

test('one that somebody interrupts is not asked again', async () => {
  const all = ownStage(stuckOnce(silence()), { retryInFlight: true });
  await all.comeUp();
  const first = textOf(all.session.query('first'));
  await all.settle();
  all.cli.behave({ ignoresInterrupts: true });
  const interrupted = all.session.interrupt();
  await all.settle();
  await all.crash();
  all.session.suspend('restarting');
  expect([await first, await interrupted]).toEqual(['crashed', 'killed']);
});

test('one whose session was halted is not asked again', async () => {
  const all = ownStage(stuckOnce(silence()), { retryInFlight: true });
  await all.comeUp();
  const first = textOf(all.session.query('first'));
  await all.settle();
  all.session.halt(0);
  await all.settle();
  all.session.suspend('restarting');
  expect(await first).toBe('restarted');
});

test('one that waits to be asked again, and never is, says that it had been sent', async () => {
  const all = ownStage(stuckOnce(silence()), { retryInFlight: true });
  await all.comeUp();
  const asked = [all.session.query('first'), all.session.query('second')].map((each) =>
    each.catch((error: unknown) => error),
  );
  await all.settle();
  await all.crash();
  all.session.suspend('waiting');
  await all.session.stop();
  expect(await Promise.all(asked)).toMatchObject([
    { code: 'stopped', sent: true, restarting: false },
    { code: 'stopped', sent: false, restarting: false },
  ]);
});

test('one that waits to be asked again heeds its signal, and may be left', async () => {
  const all = ownStage(stuckOnce(silence()), { retryInFlight: true });
  await all.comeUp();
  const quitter = new AbortController();
  const first = textOf(all.session.query('first', { signal: quitter.signal }));
  await all.settle();
  await all.crash();
  all.session.suspend('waiting');
  quitter.abort();
  expect(await first).toBe('aborted');
  expect(all.session.queued).toBe(0);
  await all.comeUp();
  expect(await textOf(all.session.query('next'))).toBe('re: next');
  expect(all.backend.requests.map(({ text }) => text)).toEqual(['first', 'next']);
});

test('what its reader had not taken is dropped, and the answer is read from its beginning', async () => {
  const reply = async function* () {
    yield assistantMessage('read');
    yield assistantMessage('not taken');
    yield* silence();
  };
  const all = ownStage(stuckOnce(reply()), { retryInFlight: true });
  await all.comeUp();
  const reader = all.session.stream('first').textContent();
  const heard = reader.next();
  await all.settle();
  await all.crash();
  all.session.suspend('restarting');
  all.own.begin();
  expect([(await heard).value, (await reader.next()).value]).toEqual(['read', 're: first']);
});

test('a clear in flight is never repeated', async () => {
  const all = ownStage(undefined, { retryInFlight: true });
  await all.comeUp();
  await all.session.query('first');
  all.cli.behave({ takesUpAfter: 1_000 });
  const cleared = textOf(all.session.clear().then(() => ({ result: 'cleared' })));
  await all.settle();
  await all.crash();
  all.session.suspend('restarting');
  expect(await cleared).toBe('crashed');
});
