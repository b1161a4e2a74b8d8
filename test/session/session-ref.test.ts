import type { Session } from 'troupe';
import { assistantMessage, textDelta } from 'troupe/testing';
import { describe, expect, test, vi } from 'vitest';
import { LiveSession } from '../../src/session/live-session.js';
import { SessionRef } from '../../src/session/session-ref.js';
import { faultRecorder, nameOf, outcome, SESSION } from './fixture.js';
import { stage } from './live-fixture.js';

const echo = ({ text }: { readonly text: string }): string => `re: ${text}`;

/** Every verb that asks something of a session. */
const verbs: readonly (readonly [name: string, call: (session: Session) => Promise<unknown>])[] = [
  ['ready', (session) => session.ready()],
  ['query', (session) => session.query('a')],
  ['stream', (session) => session.stream('a').finalText()],
  ['clear', (session) => session.clear()],
  ['interrupt', (session) => session.interrupt()],
  ['conversation', (session) => session.conversation()],
  ['stop', (session) => session.stop()],
];

describe('while there is no such session', () => {
  test.each(verbs)('%s rejects with `not_found`, the name, and what to do', async (_, call) => {
    await expect(call(stage().system.getSession('nobody'))).rejects.toMatchObject({
      code: 'not_found',
      sessionName: 'nobody',
      message: expect.stringContaining("startSession({ name: 'nobody' })") as string,
    });
  });

  test('it is stopped, and knows nothing', () => {
    const ref = stage().system.getSession('nobody');
    expect(ref).toMatchObject({
      name: 'nobody',
      state: 'stopped',
      status: 'stopped',
      sessionId: undefined,
      parentSessionId: undefined,
      pid: undefined,
      queued: 0,
      counts: { unknownMessages: 0, noiseLines: 0, oversizedLines: 0 },
    });
    expect(ref.actor.getSnapshot()).toBeUndefined();
    expect(() => ref.on('state', () => undefined)).toThrow(
      expect.objectContaining({ code: 'not_found' }) as Error,
    );
  });

  test('a stream may be made; it is refused when it is read', async () => {
    const { system, start } = stage(echo);
    const stream = system.getSession('later').stream('a');
    start({ name: 'later' });
    expect(await stream.finalText()).toBe('re: a');
  });

  test('a bad prompt or option is refused at once', () => {
    const ref = stage().system.getSession('nobody');
    expect(() => ref.stream('')).toThrow(expect.objectContaining({ code: 'invalid_option' }) as Error);
    expect(() => ref.stream('a', { timeout: -1 })).toThrow();
  });
});

describe('while there is one', () => {
  test('it is that session in everything', async () => {
    const { system, start, settle } = stage(echo);
    const session = start({ name: 'one', sessionId: SESSION });
    const ref = system.getSession('one');
    const states: string[] = [];
    ref.on('state', (state) => states.push(state));
    await ref.ready();
    expect((await ref.query('a')).result).toBe('re: a');
    expect(ref).toMatchObject({
      sessionId: SESSION,
      state: 'ready',
      status: 'idle',
      pid: session.pid,
      queued: 0,
    });
    expect(ref.counts).toBe(session.counts);
    expect(ref.actor).toBe(session.actor);
    expect((await ref.conversation()).map(({ type }) => type)).toEqual(['user', 'assistant']);
    expect(await ref.interrupt()).toBe('nothing_running');
    await ref.clear();
    expect(ref.state).toBe('cleared');
    await ref.stop();
    await settle();
    expect(states).toEqual(['ready', 'querying', 'ready', 'querying', 'cleared', 'stopped']);
    expect(ref.state).toBe('stopped');
  });

  test('calls keep their order, also among those made on the session itself', async () => {
    const { system, start, backend } = stage(echo);
    start({ name: 'one' });
    const ref = system.getSession('one');
    await Promise.all([ref.query('1'), ref.query('2'), ref.clear(), ref.query('3')]);
    expect(backend.requests.map(({ text }) => text)).toEqual(['1', '2', '3']);
  });

  test('a stream that is left early ends its turn, and the next answer is its own', async () => {
    const { system, start, backend } = stage(echo);
    backend.enqueue([assistantMessage('a'), assistantMessage('b')]);
    start({ name: 'one' });
    const ref = system.getSession('one');
    for await (const message of ref.stream('first')) if (nameOf(message) === 'a') break;
    expect(await ref.stream('second').finalText()).toBe('re: second');
  });

  test('a stream is read once, and a callback that fails is reported by its name', async () => {
    const { system, start, reports } = stage(echo);
    start({ name: 'one' });
    const stream = system.getSession('one').stream('a');
    await stream
      .tap(() => {
        throw new Error('tapped');
      })
      .run();
    expect(reports[0]).toMatch(/^Fault in tap callback\. .*Error: tapped/);
    await expect(stream.finalText()).rejects.toMatchObject({ code: 'stream_consumed' });
  });

  test('deltas are refused or given as that session has it', async () => {
    const { system, start, backend } = stage(echo);
    start({ name: 'whole' });
    start({ name: 'partial', includePartialMessages: true });
    expect(() => system.getSession('whole').stream('a').textDeltas()).toThrow(
      expect.objectContaining({ code: 'partial_messages_off' }) as Error,
    );
    backend.enqueue([textDelta('x'), assistantMessage('x')]);
    const texts: string[] = [];
    for await (const text of system.getSession('partial').stream('a').textDeltas()) texts.push(text);
    expect(texts).toEqual(['x']);
  });
});

test('it is held across the lives of a name: each call finds the session of its moment', async () => {
  const { system, start } = stage(echo);
  const ref = system.getSession('one');
  const first = start({ name: 'one' });
  await ref.query('a');
  await first.stop();
  expect(await outcome(ref.query('b'))).toBe('not_found');
  const second = start({ name: 'one' });
  await ref.query('c');
  expect(ref.sessionId).toBe(second.sessionId);
  expect(ref.sessionId).not.toBe(first.sessionId);
});

test('`await using` stops the session, and finds nothing to stop where it is gone', async () => {
  const { system, start } = stage(echo);
  const session = start({ name: 'one' });
  await session.ready();
  await system.getSession('one')[Symbol.asyncDispose]();
  expect(session.state).toBe('stopped');
});

describe('with a registry that answers later', () => {
  const later = (found: LiveSession | undefined) =>
    new SessionRef('one', () => Promise.resolve(found), faultRecorder());

  test('verbs wait for the answer, and what is read at once is not known', async () => {
    const session = stage(echo).start({ name: 'one' });
    const ref = later(session instanceof LiveSession ? session : undefined);
    expect([ref.state, ref.pid]).toEqual(['stopped', undefined]);
    expect((await ref.query('a')).result).toBe('re: a');
    expect(await ref.stream('b').finalText()).toBe('re: b');
  });

  test('a name that is not found rejects', async () => {
    expect(await outcome(later(undefined).query('a'))).toBe('not_found');
  });
});

test('looking a name up anew costs one look a call, and none to make the reference', async () => {
  const resolve = vi.fn(() => undefined);
  const ref = new SessionRef('one', resolve, faultRecorder());
  expect(resolve).not.toHaveBeenCalled();
  await outcome(ref.query('a'));
  expect(resolve).toHaveBeenCalledOnce();
});
