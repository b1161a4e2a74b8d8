import type { IncomingHttpHeaders } from 'node:http';
import { apiError } from './api-error.js';
import type { ErrorReply } from './reply.js';
import { parseJson, type ReadBody } from './read-body.js';
import { credentialOf } from './read-request.js';
import { validateRequest, type MessagesBody } from './validate-request.js';

/** A request as it came: its body is not parsed yet. */
export interface RawRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: ReadBody;
}

/** Lets a request in that the real API would take; any other gets an error, as it would there. */
export function admit(
  { headers, body }: RawRequest,
  purpose: 'answer' | 'count',
): { readonly body: MessagesBody } | { readonly refusal: ErrorReply } {
  if (body.tooLarge) return refused(413);
  if (credentialOf(headers) === '') return refused(401, 'x-api-key header is required');
  if (headers['anthropic-version'] === undefined)
    return refused(400, 'anthropic-version: header is required');
  const json = parseJson(body.text);
  if (json === undefined) return refused(400, 'The request body is not valid JSON.');
  const validated = validateRequest(json, purpose);
  return 'problem' in validated ? refused(400, validated.problem) : validated;
}

function refused(status: number, message?: string): { readonly refusal: ErrorReply } {
  return { refusal: apiError(status, message === undefined ? {} : { message }) };
}
