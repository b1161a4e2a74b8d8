import type { ResultErrorCode } from '../errors/codes.js';
import { SessionError, type SessionErrorFacts } from '../errors/session-error.js';
import type { ResultMessage } from './messages/index.js';

/** Reasons that say it all, whatever the status beside them. */
const BY_REASON: ReadonlyMap<string, ResultErrorCode> = new Map([
  ['blocking_limit', 'prompt_too_long'],
  ['prompt_too_long', 'prompt_too_long'],
  ['rapid_refill_breaker', 'prompt_too_long'],
  ['max_turns', 'max_turns'],
  ['budget_exhausted', 'budget_exhausted'],
  ['aborted_streaming', 'interrupted'],
  ['aborted_tools', 'interrupted'],
]);

const BY_STATUS: ReadonlyMap<number, ResultErrorCode> = new Map([
  [400, 'invalid_request'],
  [401, 'auth'],
  [403, 'auth'],
  [404, 'model_not_found'],
  [413, 'prompt_too_long'],
  [429, 'rate_limited'],
  [529, 'overloaded'],
]);

/** `Not logged in · Please run /login`: the CLI's words for having no key, beside which it names no status. */
const LOGGED_OUT = /not logged in|please run \/login/i;

/** What an error result means (`cli-protocol.md`, 7.5). The subtype says nothing: an API failure is a `success`. */
export function resultErrorCode(result: ResultMessage): ResultErrorCode {
  const { terminal_reason: reason, api_error_status: status } = result;
  const known = BY_REASON.get(reason ?? '') ?? BY_STATUS.get(status ?? 0);
  if (known) return known;
  // An image that the CLI refused by itself; a request that was too large has status 413.
  if (reason === 'image_error') return 'invalid_request';
  if (reason !== 'api_error') return 'execution_failed';
  return typeof status !== 'number' && LOGGED_OUT.test(result.result ?? '') ? 'auth' : 'api_error';
}

/** The result, where it is an answer. Throws the error that it is otherwise, with the CLI's own words. */
export function answered<Result extends ResultMessage>(result: Result, facts: SessionErrorFacts): Result {
  if (!result.is_error) return result;
  const code = resultErrorCode(result);
  throw new SessionError(code, wordsOf(result, code), {
    ...facts,
    sessionId: result.session_id ?? facts.sessionId,
    result,
  });
}

function wordsOf(result: ResultMessage, code: ResultErrorCode): string {
  // Of an interrupt the CLI says nothing but what helps its developers.
  if (code === 'interrupted') return 'The turn was interrupted.';
  return [result.errors?.join('; '), result.result].find((text) => text) ?? result.subtype;
}
