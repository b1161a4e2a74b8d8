import type {
  AssistantMessage,
  AssistantMessageError,
  Message,
  ResultMessage,
} from '../../protocol/messages/index.js';
import { assistantMessage, resultMessage } from './message-builders.js';

/** What the CLI calls a failure by its status; others it calls `unknown`. */
const KINDS: Readonly<Record<number, AssistantMessageError>> = {
  401: 'authentication_failed',
  403: 'authentication_failed',
  404: 'model_not_found',
  413: 'invalid_request',
  429: 'rate_limit',
};

/** The end of a turn in which the API failed: a `success` by its subtype, as the CLI has it. */
export function apiErrorResult(status: number | null, words: string): ResultMessage {
  return resultMessage({
    is_error: true,
    terminal_reason: 'api_error',
    stop_reason: 'stop_sequence',
    api_error_status: status,
    result: words,
  });
}

/**
 * A reply of an API that failed, after the CLI's retries: the message in the model's place, and the result. `null` is
 * the status of a connection that failed.
 */
export function apiErrorReply(status: number | null, words: string): readonly Message[] {
  const { message, ...rest } = assistantMessage(words);
  const inItsPlace: AssistantMessage & Readonly<Record<string, unknown>> = {
    ...rest,
    message: { ...message, model: '<synthetic>' },
    error: kindOf(status),
    is_api_error_message: true,
    api_error_status: status,
  };
  return [inItsPlace, apiErrorResult(status, words)];
}

function kindOf(status: number | null): AssistantMessageError {
  if (status === null) return 'unknown';
  return KINDS[status] ?? (status >= 500 ? 'server_error' : 'unknown');
}
