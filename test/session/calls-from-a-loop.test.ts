import type { Session } from 'troupe';
import { assistantMessage, pacedReply } from 'troupe/testing';
import { describe, expect, test } from 'vitest';
import { codeOf, nameOf, outcome } from './fixture.js';
import { controlsOf, promptsOf, silence, stage, type Stage } from './live-fixture.js';

const answerOf = async (session: Session, question: string) => (await session.query(question)).result;

async function textsOf(session: Session, question: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const text of session.stream(question).textContent()) texts.push(text);
  return texts;
}

/** What may be awaited inside a loop, what it comes to there, and what the loop sees after it. */
const calls: readonly (readonly [
  name: string,
  call: (session: Session) => Promise<unknown>,
  comesTo: unknown,
  rest: readonly string[],
])[] = [
  ['query', (session) => answerOf(session, 'inner'), 're: inner', ['b', 'result']],
  ['a whole other stream', (session) => textsOf(session, 'inner'), ['re: inner'], ['b', 'result']],
  ['clear', (session) => session.clear(), undefined, ['b', 'result']],
  ['conversation', async (session) => (await session.conversation()).length > 0, true, ['b', 'result']],
  ['stop', (session) => session.stop(), undefined, ['stopped']],
  ['interrupt', (session) => session.interrupt(), 'interrupted', ['user', 'result']],
];

/** Reads a stream, and does something once, at the message `a`. */
async function readUntilDone(session: Session, atA: () => Promise<void>): Promise<string[]> {
  const seen: string[] = [];
  try {
    for await (const message of session.stream('outer')) {
      seen.push(nameOf(message));
      if (seen.at(-1) === 'a') await atA();
    }
  } catch (error) {
    seen.push(codeOf(error));
  }
  return seen;
}

const echo: Parameters<typeof stage>[0] = ({ text }) => `re: ${text}`;

async function ready(all: Stage, options = {}): Promise<Session> {
  const session = all.start(options);
  await session.ready();
  return session;
}

describe.each(calls)('inside the loop of its own turn, %s', (name, call, comesTo, rest) => {
  test('settles when it is awaited, and the loop goes on behind it', async () => {
    const all = stage(echo);
    const reply = pacedReply([assistantMessage('a'), assistantMessage('b')]);
    all.backend.enqueue(reply);
    const session = await ready(all);
    reply.release();
    const seen = await readUntilDone(session, async () => {
      const called = outcome(call(session));
      // Only these two need a turn that still runs.
      if (name !== 'stop' && name !== 'interrupt') reply.releaseAll();
      expect(await called).toEqual(comesTo);
    });
    expect(seen).toEqual(['system', 'a', ...rest]);
    expect([all.clock.pending, all.reports]).toEqual([0, []]);
  });

  test('need not be awaited', async () => {
    const all = stage(echo);
    all.backend.enqueue([assistantMessage('a'), assistantMessage('b')]);
    const session = await ready(all);
    const called: Promise<unknown>[] = [];
    const seen = await readUntilDone(session, () => {
      called.push(outcome(call(session)));
      return Promise.resolve();
    });
    // An interrupt may come too late for a turn that has not waited.
    for (const came of await Promise.all(called)) expect([comesTo, 'nothing_running']).toContainEqual(came);
    expect(seen.slice(0, 2)).toEqual(['system', 'a']);
    expect(['result', 'stopped']).toContain(seen.at(-1));
  });
});

describe.each(calls.slice(0, 3))('inside the loop of a turn that does not end, %s', (_, call, comesTo) => {
  test('waits for the time limit of that turn, and the loop learns of it', async () => {
    const all = stage(echo);
    all.backend.enqueue(
      (async function* () {
        yield assistantMessage('a');
        yield* silence();
      })(),
    );
    const session = await ready(all, { timeout: 1_000 });
    const seen = readUntilDone(session, async () => {
      expect(await outcome(call(session))).toEqual(comesTo);
    });
    await all.clock.advance(999);
    expect(controlsOf(all.cli)).toEqual(['initialize']);
    await all.clock.advance(1);
    expect(await seen).toEqual(['system', 'a', 'timeout']);
    expect(session.queued).toBe(0);
  });

  test('lets what the loop does not read overflow, and the loop learns of it', async () => {
    const all = stage(echo);
    const reply = pacedReply([
      assistantMessage('a'),
      assistantMessage('x'.repeat(10_000)),
      assistantMessage('b'),
    ]);
    all.backend.enqueue(reply);
    const session = await ready(all, { maxBufferedBytes: 5_000 });
    reply.release();
    const seen = await readUntilDone(session, async () => {
      const called = outcome(call(session));
      // The last stays away: the turn can end by nothing but the overflow.
      reply.release();
      expect(await called).toEqual(comesTo);
    });
    expect(seen).toEqual(['system', 'a', 'overflow']);
    expect(controlsOf(all.cli)).toEqual(['initialize', 'interrupt']);
  });
});

test('loops within loops each get their own answer, to the depth one likes', async () => {
  const all = stage(echo);
  const session = await ready(all);
  const seen: string[] = [];
  const descend = async (depth: number): Promise<void> => {
    for await (const message of session.stream(`${depth}`)) {
      seen.push(nameOf(message));
      if (message.type === 'assistant' && depth < 20) await descend(depth + 1);
    }
  };
  await descend(1);
  const depths = Array.from({ length: 20 }, (_, index) => `${index + 1}`);
  expect(promptsOf(all.cli)).toEqual(depths);
  expect(seen.filter((name) => name.startsWith('re: '))).toEqual(depths.map((depth) => `re: ${depth}`));
  expect(seen.slice(-20)).toEqual(depths.map(() => 'result'));
});
