import { describe, expect, test } from 'vitest';
import { isSessionError, type SessionError } from '../../src/errors/session-error.js';
import { answered, resultErrorCode } from '../../src/protocol/judge-result.js';
import type { ResultMessage } from '../../src/protocol/messages/index.js';

/** An error result as the CLI ends a turn that it could not carry through. */
function errorResult(fields: Partial<ResultMessage>): ResultMessage {
  return { type: 'result', subtype: 'success', is_error: true, ...fields };
}

const apiError = { terminal_reason: 'api_error' };

describe('an API failure is judged by its status', () => {
  test.each([
    [400, 'invalid_request'],
    [401, 'auth'],
    [402, 'api_error'],
    [403, 'auth'],
    [404, 'model_not_found'],
    [413, 'prompt_too_long'],
    [429, 'rate_limited'],
    [500, 'api_error'],
    [503, 'api_error'],
    [529, 'overloaded'],
    [null, 'connection_failed'],
    [undefined, 'api_error'],
  ] as const)('%s is %s', (status, code) => {
    const fields = status === undefined ? apiError : { ...apiError, api_error_status: status };
    expect(resultErrorCode(errorResult(fields))).toBe(code);
  });
});

// As measured on the CLI 2.1.330.
describe('a turn that ended otherwise is judged by its reason', () => {
  test.each<[reason: string, fields: Partial<ResultMessage>, code: string]>([
    ['blocking_limit', {}, 'prompt_too_long'],
    ['prompt_too_long', { api_error_status: 400 }, 'prompt_too_long'],
    ['rapid_refill_breaker', {}, 'prompt_too_long'],
    ['image_error', { api_error_status: 413 }, 'prompt_too_long'],
    ['image_error', { api_error_status: 400 }, 'invalid_request'],
    ['image_error', { api_error_status: null }, 'invalid_request'],
    ['max_turns', { subtype: 'error_max_turns' }, 'max_turns'],
    ['budget_exhausted', { subtype: 'error_max_budget_usd' }, 'budget_exhausted'],
    ['aborted_streaming', { subtype: 'error_during_execution' }, 'interrupted'],
    ['aborted_tools', { subtype: 'error_during_execution' }, 'interrupted'],
    ['model_error', { subtype: 'error_during_execution' }, 'execution_failed'],
    ['a reason of a later CLI', {}, 'execution_failed'],
  ])('%s with %o is %s', (reason, fields, code) => {
    expect(resultErrorCode(errorResult({ ...fields, terminal_reason: reason }))).toBe(code);
  });

  test('no reason at all is execution_failed', () => {
    expect(resultErrorCode(errorResult({ subtype: 'error_during_execution' }))).toBe('execution_failed');
    expect(resultErrorCode(errorResult({ terminal_reason: null }))).toBe('execution_failed');
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    '%s, which every object has, is no known reason',
    (reason) => {
      expect(resultErrorCode(errorResult({ terminal_reason: reason }))).toBe('execution_failed');
    },
  );
});

describe('without a key', () => {
  const loggedOut = 'Not logged in · Please run /login';

  test("the CLI's words are judged, for it names no status", () => {
    expect(resultErrorCode(errorResult({ ...apiError, result: loggedOut }))).toBe('auth');
    expect(resultErrorCode(errorResult({ ...apiError, api_error_status: null, result: loggedOut }))).toBe(
      'auth',
    );
  });

  test('words are not judged beside a status', () => {
    const result = 'API Error: 500 the login service is down. Please run /login later.';
    expect(resultErrorCode(errorResult({ ...apiError, api_error_status: 500, result }))).toBe('api_error');
  });

  test.each([
    'API Error: catalog in use',
    'API Error: failed to log into the blog index',
    'Connection error.',
  ])('%s is not taken for it', (result) => {
    expect(resultErrorCode(errorResult({ ...apiError, result }))).toBe('api_error');
  });
});

describe('answered', () => {
  const errorOf = (result: ResultMessage): SessionError => {
    try {
      answered(result, { sessionName: 'assistant', sessionId: 'of the session', cliVersion: '2.1.330' });
    } catch (error) {
      if (isSessionError(error)) return error;
    }
    throw new Error('it was an answer');
  };

  test('is the result itself where that is an answer, whatever else it says', () => {
    const answer = errorResult({
      is_error: false,
      terminal_reason: 'aborted_streaming',
      api_error_status: 500,
    });
    expect(answered(answer, {})).toBe(answer);
  });

  test('throws also where the subtype says success, with what the session knows of itself', () => {
    const result = errorResult({
      ...apiError,
      api_error_status: 429,
      result: 'API Error: Rate limited',
      session_id: '11111111-1111-4111-8111-111111111111',
    });
    const error = errorOf(result);
    expect(error).toMatchObject({
      code: 'rate_limited',
      message: 'API Error: Rate limited',
      sessionId: '11111111-1111-4111-8111-111111111111',
      sessionName: 'assistant',
      cliVersion: '2.1.330',
    });
    expect(error.result).toBe(result);
    expect(errorOf(errorResult({ ...apiError })).sessionId).toBe('of the session');
  });

  test.each<[fields: Partial<ResultMessage>, advice: RegExp]>([
    [{ ...apiError, api_error_status: 401 }, /ANTHROPIC_API_KEY.*'resume'/],
    [{ terminal_reason: 'blocking_limit' }, /clear\(\)/],
    [{ ...apiError, api_error_status: null }, /ANTHROPIC_BASE_URL/],
    [{ terminal_reason: 'budget_exhausted' }, /'maxBudgetUsd'/],
  ])('says of %o what to do, behind the words of the CLI', (fields, advice) => {
    const [words, ...rest] = errorOf(errorResult({ ...fields, result: 'Its words.' })).message.split('\n');
    expect([words, ...rest]).toEqual(['Its words.', expect.stringMatching(advice)]);
  });

  test.each<[what: string, fields: Partial<ResultMessage>, words: string]>([
    ['its errors, joined', { errors: ['First.', 'Second.'], result: 'Text.' }, 'First.; Second.'],
    ['its text where it lists no error', { errors: [], result: 'Text.' }, 'Text.'],
    ['its text where it has no list', { result: 'Text.' }, 'Text.'],
    ['its subtype where it says nothing', { subtype: 'error_during_execution' }, 'error_during_execution'],
    ['its subtype where all is empty', { subtype: 'error_x', errors: [''], result: '' }, 'error_x'],
    [
      'that it was interrupted, and not what helps the CLI’s developers',
      { terminal_reason: 'aborted_tools', errors: ['[ede_diagnostic] result_type=user'] },
      'The turn was interrupted.',
    ],
  ])('says %s', (_, fields, words) => {
    expect(errorOf(errorResult(fields)).message).toBe(words);
  });
});
