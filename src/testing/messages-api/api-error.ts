import type { ApiErrorBody, ErrorReply } from './reply.js';

/** What {@link apiError} may set beside the status. */
export interface ApiErrorOptions {
  /** The API's word for the error. Default: the one that belongs to the status. */
  readonly type?: string;
  /** Default: what the API usually says with that status. */
  readonly message?: string;
  /** Further headers, such as `retry-after` (in seconds). */
  readonly headers?: Readonly<Record<string, string>>;
}

const KNOWN: Readonly<Record<number, ApiErrorBody>> = {
  400: { type: 'invalid_request_error', message: 'The request is invalid.' },
  401: { type: 'authentication_error', message: 'invalid x-api-key' },
  402: { type: 'billing_error', message: 'Your credit balance is too low to access the Anthropic API.' },
  403: { type: 'permission_error', message: 'Your API key does not have permission to use this resource.' },
  404: { type: 'not_found_error', message: 'The requested resource could not be found.' },
  405: { type: 'invalid_request_error', message: 'Method Not Allowed' },
  413: { type: 'request_too_large', message: 'Request exceeds the maximum size' },
  429: { type: 'rate_limit_error', message: "This request would exceed your account's rate limit." },
  500: { type: 'api_error', message: 'Internal server error' },
  504: { type: 'timeout_error', message: 'The request timed out.' },
  529: { type: 'overloaded_error', message: 'Overloaded' },
};

/**
 * An HTTP error in the API's shape: `apiError(529)`. For one request: the CLI repeats most of them, as often as
 * `CLAUDE_CODE_MAX_RETRIES` allows, a 404 once without streaming, and a 400 some five times with less and less in the
 * request, whatever that limit. To have it fail for good, make the error what `MessagesApi.setReply` sets.
 */
export function apiError(status: number, options: ApiErrorOptions = {}): ErrorReply {
  if (!(Number.isInteger(status) && status >= 400 && status <= 599)) {
    throw new RangeError(`status: expected a whole number from 400 to 599, got ${status}`);
  }
  const known = KNOWN[status] ?? KNOWN[status < 500 ? 400 : 500];
  return {
    kind: 'error',
    status,
    error: { type: options.type ?? known?.type ?? '', message: options.message ?? known?.message ?? '' },
    headers: options.headers ?? {},
  };
}

/** The status that goes with an error's type; 500 for an unknown one. */
export function statusOf(type: string): number {
  const known = Object.entries(KNOWN).find(([, error]) => error.type === type);
  return known === undefined ? 500 : Number(known[0]);
}
