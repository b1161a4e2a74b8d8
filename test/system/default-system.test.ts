import { conversation, createSystem, defaultSystem, getSession, query, startSession } from 'troupe';
import { expect, test, vi } from 'vitest';
import { outcome, SESSION } from '../session/fixture.js';

test('it is one, and no other system', () => {
  expect(defaultSystem()).toBe(defaultSystem());
  expect(createSystem()).not.toBe(defaultSystem());
});

test('the top-level functions are its verbs, given what they were given', async () => {
  const system = defaultSystem();
  const session = system.getSession('one');
  const verbs = {
    startSession: vi.spyOn(system, 'startSession').mockReturnValueOnce(session),
    getSession: vi.spyOn(system, 'getSession').mockReturnValueOnce(session),
    query: vi.spyOn(system, 'query').mockRejectedValueOnce(new Error('asked')),
    conversation: vi.spyOn(system, 'conversation').mockResolvedValueOnce([]),
  };
  expect(startSession({ name: 'one' })).toBe(session);
  expect(getSession('one')).toBe(session);
  await expect(query('a', { model: 'haiku' })).rejects.toThrow('asked');
  expect(await conversation(SESSION, { cwd: '/' })).toEqual([]);
  expect(Object.entries(verbs).map(([name, verb]) => [name, ...(verb.mock.lastCall ?? [])])).toEqual([
    ['startSession', { name: 'one' }],
    ['getSession', 'one'],
    ['query', 'a', { model: 'haiku' }],
    ['conversation', SESSION, { cwd: '/' }],
  ]);
  vi.restoreAllMocks();
});

test('it has no session that nobody started', async () => {
  expect(await outcome(getSession('nobody').ready())).toBe('not_found');
});
