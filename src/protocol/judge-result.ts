import type { ResultErrorCode } from '../errors/codes.js';
import { SessionError } from '../errors/session-error.js';
import type { ResultMessage } from './messages/index.js';

const BY_STATUS: Readonly<Record<number, ResultErrorCode>> = {
  400: 'invalid_request',
  401: 'auth',
  403: 'auth',
  404: 'model_not_found',
  413: 'prompt_too_long',
  429: 'rate_limited',
  529: 'overloaded',
};

const BY_REASON: Readonly<Record<string, ResultErrorCode>> = {
  blocking_limit: 'prompt_too_long',
  max_turns: 'max_turns',
  budget_exhausted: 'budget_exhausted',
  aborted_streaming: 'interrupted',
  aborted_tools: 'interrupted',
};

/**
 * What an error result means (`cli-protocol.md`, 7.5). The subtype says nothing: an API failure is a `success`. Without
 * a key the CLI asks to log in and names no status.
 */
export function resultErrorCode(result: ResultMessage): ResultErrorCode {
  const byReason = BY_REASON[result.terminal_reason ?? ''];
  if (byReason) return byReason;
  const byStatus = BY_STATUS[result.api_error_status ?? 0];
  if (byStatus) return byStatus;
  if (result.terminal_reason !== 'api_error') return 'execution_failed';
  return /log ?in/i.test(result.result ?? '') ? 'auth' : 'api_error';
}

/** The error that a result is, with the CLI's own words; `undefined` for an answer. */
export function resultError(result: ResultMessage): SessionError | undefined {
  if (!result.is_error) return undefined;
  const words = result.errors?.join('; ') ?? result.result ?? result.subtype;
  return new SessionError(resultErrorCode(result), words, { sessionId: result.session_id, result });
}
