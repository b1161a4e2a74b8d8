import { describe, expect, test } from 'vitest';
import type { Backend, Where } from '../../src/adapter/session-adapter.js';
import { continuedFrom, startingPoint } from '../../src/session/starting-point.js';
import { OTHER_SESSION, SESSION } from './fixture.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A backend that knows one latest conversation, and notes where it was asked for. */
function backendWith(latest: string | undefined) {
  const asked: Where[] = [];
  const backend: Pick<Backend, 'latestConversation'> = {
    latestConversation: (where) => {
      asked.push(where);
      return Promise.resolve(latest);
    },
  };
  return { backend: backend as Backend, asked };
}

test('nothing given is a new conversation, under a random id', () => {
  const [one, two] = [startingPoint({}), startingPoint({})];
  expect(one).toEqual({ kind: 'fresh', sessionId: expect.stringMatching(UUID) as string });
  expect(one?.sessionId).not.toBe(two?.sessionId);
});

test('a session id is that of the new conversation', () => {
  expect(startingPoint({ sessionId: SESSION })).toEqual({ kind: 'fresh', sessionId: SESSION });
});

test('a resume keeps its id', () => {
  expect(startingPoint({ resume: SESSION })).toEqual({ kind: 'resume', sessionId: SESSION });
  expect(startingPoint({ resume: SESSION, forkSession: false, continue: false })).toEqual({
    kind: 'resume',
    sessionId: SESSION,
  });
});

test('a fork has an id of its own, chosen or random, and names its parent', () => {
  expect(startingPoint({ resume: SESSION, forkSession: true, sessionId: OTHER_SESSION })).toEqual({
    kind: 'fork',
    parentSessionId: SESSION,
    sessionId: OTHER_SESSION,
  });
  const random = startingPoint({ resume: SESSION, forkSession: true });
  expect(random).toMatchObject({ kind: 'fork', sessionId: expect.stringMatching(UUID) as string });
  expect(random?.sessionId).not.toBe(SESSION);
});

test('forkSession without anything to fork is a new conversation: the options are checked elsewhere', () => {
  expect(startingPoint({ forkSession: true })?.kind).toBe('fresh');
});

describe('continue', () => {
  test('is not known before the transcripts are read', () => {
    expect(startingPoint({ continue: true })).toBeUndefined();
    expect(startingPoint({ continue: true, forkSession: true })).toBeUndefined();
  });

  test('comes back to the latest conversation of that place', async () => {
    const { backend, asked } = backendWith(SESSION);
    const options = { continue: true, cwd: '/work', env: { HOME: '/home' } };
    expect(await continuedFrom(backend, options)).toEqual({ kind: 'resume', sessionId: SESSION });
    expect(asked).toEqual([expect.objectContaining({ cwd: '/work', env: { HOME: '/home' } })]);
  });

  test('forks the latest conversation where that is asked for', async () => {
    const { backend } = backendWith(SESSION);
    expect(
      await continuedFrom(backend, { continue: true, forkSession: true, sessionId: OTHER_SESSION }),
    ).toEqual({ kind: 'fork', parentSessionId: SESSION, sessionId: OTHER_SESSION });
  });

  test('rejects where there is none, naming the place, instead of beginning a new one', async () => {
    const { backend } = backendWith(undefined);
    await expect(continuedFrom(backend, { continue: true, cwd: '/work' })).rejects.toMatchObject({
      code: 'conversation_not_found',
      option: 'continue',
      message: expect.stringContaining("'/work'") as string,
    });
    await expect(continuedFrom(backend, { continue: true })).rejects.toThrow(process.cwd());
  });
});
