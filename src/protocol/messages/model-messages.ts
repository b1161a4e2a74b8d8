import type { SystemFields } from './system-fields.js';

/** An estimate of what the model has thought so far, while it thinks; what is billed is in the result. */
export interface ThinkingTokensMessage extends SystemFields {
  readonly subtype: 'thinking_tokens';
  /** In this block of thinking. */
  readonly estimated_tokens: number;
  /** Since the last such message. */
  readonly estimated_tokens_delta: number;
  readonly user_message_uuid?: string;
}

/** Kinds of failures of the API. */
export type AssistantMessageError =
  | 'authentication_failed'
  | 'oauth_org_not_allowed'
  | 'account_on_hold'
  | 'verification_required'
  | 'billing_error'
  | 'rate_limit'
  | 'overloaded'
  | 'invalid_request'
  | 'model_not_found'
  | 'server_error'
  | 'unknown'
  | 'max_output_tokens'
  | 'cloud_credential_error';

/** A request to the API failed, and is repeated after a while. */
export interface ApiRetryMessage extends SystemFields {
  readonly subtype: 'api_retry';
  /** From 1. */
  readonly attempt: number;
  readonly max_retries: number;
  readonly retry_delay_ms: number;
  /** The HTTP status; `null` where there was no answer. */
  readonly error_status: number | null;
  readonly error: AssistantMessageError;
  /** The API sent no headers in time. */
  readonly no_response?: { readonly waited_ms: number; readonly retry_wait_ms: number };
}

interface ModelRefusal extends SystemFields {
  readonly original_model: string;
  readonly request_id: string | null;
  /** What it was refused for: `cyber`, `bio`, … */
  readonly api_refusal_category?: string | null;
  /** The API's own words: to be shown, not to be parsed. */
  readonly api_refusal_explanation?: string | null;
  /** The prompt that was refused. */
  readonly refused_user_message_uuid?: string | null;
  readonly content: string;
}

/** The model refused, and another answers in its place. */
export interface ModelRefusalFallbackMessage extends ModelRefusal {
  readonly subtype: 'model_refusal_fallback';
  readonly trigger: 'refusal';
  readonly direction: 'retry' | 'revert' | 'sticky';
  /** `session`: from now on; `local`: for one answer of a subagent. */
  readonly scope?: 'session' | 'local';
  readonly fallback_model: string;
  /** Messages that are void with that. */
  readonly retracted_message_uuids?: readonly string[];
}

/** The model refused, and nothing answers in its place. */
export interface ModelRefusalNoFallbackMessage extends ModelRefusal {
  readonly subtype: 'model_refusal_no_fallback';
}
