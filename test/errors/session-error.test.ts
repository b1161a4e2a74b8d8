import { describe, expect, test, vi } from 'vitest';
import { SessionError, isSessionError } from '../../src/errors/session-error.js';

describe('a SessionError', () => {
  test('is an Error with a code, a message and a stack', () => {
    const error = new SessionError('name_taken', "A live session is called 'assistant'.");
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('SessionError');
    expect(error.code).toBe('name_taken');
    expect(String(error)).toBe("SessionError: A live session is called 'assistant'.");
    expect(error.stack).toContain('session-error.test');
  });

  test('carries every fact that is known', () => {
    const cause = new Error('spawn failed');
    const facts = {
      sessionName: 'assistant',
      sessionId: '11111111-1111-4111-8111-111111111111',
      exitCode: 143,
      signal: 'SIGTERM',
      stderrTail: 'Error: broken',
      cliVersion: '2.1.330',
      result: { type: 'result', subtype: 'success', is_error: true },
      option: 'extraArgs.model',
      cause,
    } as const;
    const error = new SessionError('crashed', 'The process ended.', facts);
    expect(error).toMatchObject(facts);
    expect(error.cause).toBe(cause);
  });

  test('has no fact that is not known', () => {
    const error = new SessionError('crashed', 'The process ended.', {
      exitCode: undefined,
      cause: undefined,
    });
    expect(error.exitCode).toBeUndefined();
    expect(error.sessionId).toBeUndefined();
    expect('cause' in error).toBe(false);
  });

  test('keeps an exit code of 0 and an empty stderr, which are facts', () => {
    const error = new SessionError('crashed', 'The process ended.', { exitCode: 0, stderrTail: '' });
    expect(error).toMatchObject({ exitCode: 0, stderrTail: '' });
  });

  test('becomes JSON of its code, message and known facts, without stack and cause', () => {
    const error = new SessionError('crashed', 'The process ended.', {
      exitCode: 1,
      cause: new Error('with argv in it'),
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'SessionError',
      code: 'crashed',
      message: 'The process ended.',
      exitCode: 1,
    });
  });

  test('does not show its brand among its fields', () => {
    const error = new SessionError('crashed', 'The process ended.');
    for (const symbol of Object.getOwnPropertySymbols(error)) {
      expect(Object.getOwnPropertyDescriptor(error, symbol)?.enumerable).toBe(false);
    }
  });
});

describe('isSessionError', () => {
  test('knows an error of this copy of the package', () => {
    expect(isSessionError(new SessionError('stopped', 'The session was stopped.'))).toBe(true);
  });

  test('knows one of another copy, which instanceof does not', async () => {
    vi.resetModules();
    const copy = await import('../../src/errors/session-error.js');
    const error = new copy.SessionError('stopped', 'The session was stopped.');
    expect(error).not.toBeInstanceOf(SessionError);
    expect(isSessionError(error)).toBe(true);
    expect(copy.isSessionError(new SessionError('stopped', 'The session was stopped.'))).toBe(true);
  });

  test('knows one of a class derived from it', () => {
    class Special extends SessionError {}
    expect(isSessionError(new Special('stopped', 'The session was stopped.'))).toBe(true);
  });

  test.each<[what: string, value: unknown]>([
    ['another error', new Error('The session was stopped.')],
    [
      'an error of the same name and code',
      Object.assign(new Error('x'), { name: 'SessionError', code: 'stopped' }),
    ],
    ['what is left of one after JSON', JSON.parse(JSON.stringify(new SessionError('stopped', 'x')))],
    ['an object', {}],
    ['a text', 'SessionError'],
    ['null', null],
    ['undefined', undefined],
    ['a function', () => undefined],
  ])('does not take %s for one', (_, value) => {
    expect(isSessionError(value)).toBe(false);
  });
});
