import { expect, it } from 'vitest';
import { restate } from '../../src/errors/restate.js';
import { SessionError } from '../../src/errors/session-error.js';

it('keeps code, message, cause and facts, and adds what is new', () => {
  const cause = new Error('below');
  const error = new SessionError('crashed', 'It ended.', { exitCode: 1, sessionName: 'a', cause });
  const restated = restate(error, { sessionId: 'b', sessionName: undefined });
  expect(restated).toMatchObject({
    code: 'crashed',
    message: 'It ended.',
    exitCode: 1,
    sessionName: 'a',
    sessionId: 'b',
  });
  expect(restated.cause).toBe(cause);
  expect(error.sessionId).toBeUndefined();
});
