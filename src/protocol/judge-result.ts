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

/** What the CLI's words, made for a person at a terminal, do not tell the one who hosts it. */
const ADVICE: ReadonlyMap<ResultErrorCode, string> = new Map([
  [
    'auth',
    "Set a valid ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN in the host's environment or in the option 'env'. A process " +
      "keeps the one it was started with: to go on, start another session with 'resume'.",
  ],
  ['model_not_found', "It is named by the option 'model'."],
  ['prompt_too_long', 'What was too long stays in the conversation: clear() begins a new one.'],
  [
    'connection_failed',
    "Ask again, or check ANTHROPIC_BASE_URL and the proxy variables in the session's environment.",
  ],
  [
    'budget_exhausted',
    "Later queries of this session fail the same way: start another one with 'resume' and a higher 'maxBudgetUsd'.",
  ],
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
  if (typeof status === 'number') return 'api_error';
  if (LOGGED_OUT.test(result.result ?? '')) return 'auth';
  // No status at all is what the CLI has of an API that it could not reach, or not to the end.
  return status === null ? 'connection_failed' : 'api_error';
}

/** The result, where it is an answer. Throws the error that it is otherwise, with the CLI's own words and what to do. */
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
  const words = [result.errors?.join('; '), result.result].find((text) => text) ?? result.subtype;
  const advice = ADVICE.get(code);
  return advice === undefined ? words : `${words}\n${advice}`;
}
