import { describe, expect, test } from 'vitest';
import type { EndReason } from '../../machines/session.types.js';
import type { Ending } from '../../src/adapter/session-adapter.js';
import { SessionError } from '../../src/errors/session-error.js';
import { endError } from '../../src/session/end-error.js';
import { SESSION } from './fixture.js';

const known = { sessionName: 'assistant', sessionId: SESSION, cliVersion: '2.1.330' };
const byCode: Ending = { exit: { exitCode: 3, signal: undefined }, stderrTail: 'last words' };
const bySignal: Ending = { exit: { exitCode: undefined, signal: 'SIGKILL' } };
const unseen: Ending = { exit: undefined };

const why = (reason: EndReason, ending: Ending, error?: unknown) =>
  endError({ reason, exit: ending.exit, error }, ending, known);

test.each<[EndReason, Ending, string, string]>([
  ['stopped', byCode, 'stopped', 'The session was stopped.'],
  ['start_timeout', bySignal, 'control_timeout', 'did not answer the handshake in time'],
  ['unresponsive', bySignal, 'unresponsive', 'did not react to an interrupt or a clear in time'],
  ['crashed', byCode, 'crashed', 'ended unasked, with code 3.'],
  ['crashed', { exit: { exitCode: 0, signal: undefined } }, 'crashed', 'with code 0.'],
  ['crashed', bySignal, 'crashed', 'by signal SIGKILL.'],
  ['crashed', unseen, 'crashed', 'in an unknown way.'],
])('%s, with %j, is %s', (reason, ending, code, words) => {
  const error = why(reason, ending);
  expect(error.code).toBe(code);
  expect(error.message).toContain(words);
  expect(error).toMatchObject({
    ...known,
    exitCode: ending.exit?.exitCode,
    signal: ending.exit?.signal,
    stderrTail: ending.stderrTail,
  });
});

describe('what the adapter itself says', () => {
  const cause = new Error('beneath');
  const own = new SessionError('start_failed', 'The CLI said no.', { option: 'cwd', cause });

  test.each<EndReason>(['crashed', 'start_timeout', 'unresponsive', 'stopped'])(
    'counts before the reason %s, and is completed by what is known',
    (reason) => {
      const error = why(reason, { ...byCode, error: own });
      expect(error).toMatchObject({
        ...known,
        code: 'start_failed',
        message: 'The CLI said no.',
        option: 'cwd',
        exitCode: 3,
        stderrTail: 'last words',
        cause,
      });
    },
  );

  test('is left as it is: each session gets an error of its own', () => {
    expect(why('crashed', { ...byCode, error: own })).not.toBe(own);
    expect(own.sessionName).toBeUndefined();
  });
});

test.each([
  [true, /unasked, by signal SIGKILL\. Its supervisor brings the session back/],
  [false, /unasked, by signal SIGKILL\. startSession\(\{ resume/],
  [undefined, /unasked, by signal SIGKILL\.$/],
])('a crash says what comes next, as far as that is decided: restarting is %s', (restarting, words) => {
  const output = { reason: 'crashed', exit: bySignal.exit, error: undefined } as const;
  expect(endError(output, bySignal, { ...known, restarting }).message).toMatch(words);
});

test('a fault of the adapter’s code is the cause of the crash', () => {
  const fault = new TypeError('broken');
  expect(why('crashed', unseen, fault).cause).toBe(fault);
});
