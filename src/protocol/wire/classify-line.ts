import * as z from 'zod';
import { parseMessage } from '../messages/parse-message.js';
import type { Message } from '../messages/message.js';

/** What a line of the CLI's stdout is; nothing that it may hold makes this throw. */
export type Line =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'lifecycle'; readonly promptId: string; readonly state: string }
  | { readonly kind: 'control_answer'; readonly requestId: string; readonly outcome: ControlOutcome }
  | { readonly kind: 'control_request'; readonly requestId: string; readonly request: ControlRequestBody }
  | { readonly kind: 'control_cancel'; readonly requestId: string }
  | { readonly kind: 'keep_alive' }
  | { readonly kind: 'noise'; readonly text: string };

/** What the CLI answered to a control request (`cli-protocol.md`, 3). */
export type ControlOutcome =
  | { readonly ok: true; readonly response: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: string; readonly errorCode?: string | undefined };

/** A request between host and CLI: its subtype and that subtype's own fields. */
export type ControlRequestBody = Readonly<Record<string, unknown>> & { readonly subtype: string };

const record = z.record(z.string(), z.unknown());

const answer = z.discriminatedUnion('subtype', [
  z.looseObject({ subtype: z.literal('success'), request_id: z.string(), response: record.nullish() }),
  z.looseObject({
    subtype: z.literal('error'),
    request_id: z.string(),
    error: z.string(),
    error_code: z.string().nullish(),
  }),
]);

const envelopes = {
  command_lifecycle: z.looseObject({ command_uuid: z.string(), state: z.string() }),
  control_response: z.looseObject({ response: answer }),
  control_request: z.looseObject({ request_id: z.string(), request: z.looseObject({ subtype: z.string() }) }),
  control_cancel_request: z.looseObject({ request_id: z.string() }),
};

/** Classifies one line. Blank lines and text that is no JSON object are `noise`. */
export function classifyLine(text: string): Line {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { kind: 'noise', text };
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { kind: 'noise', text };
  return classifyEnvelope(raw) ?? { kind: 'message', message: parseMessage(raw) };
}

function classifyEnvelope(raw: object): Line | undefined {
  switch ((raw as { type?: unknown }).type) {
    case 'command_lifecycle': {
      const frame = envelopes.command_lifecycle.safeParse(raw).data;
      return frame && { kind: 'lifecycle', promptId: frame.command_uuid, state: frame.state };
    }
    case 'control_response': {
      const frame = envelopes.control_response.safeParse(raw).data?.response;
      return frame && { kind: 'control_answer', requestId: frame.request_id, outcome: outcomeOf(frame) };
    }
    case 'control_request': {
      const frame = envelopes.control_request.safeParse(raw).data;
      return frame && { kind: 'control_request', requestId: frame.request_id, request: frame.request };
    }
    case 'control_cancel_request': {
      const frame = envelopes.control_cancel_request.safeParse(raw).data;
      return frame && { kind: 'control_cancel', requestId: frame.request_id };
    }
    case 'keep_alive':
      return { kind: 'keep_alive' };
    default:
      return undefined;
  }
}

function outcomeOf(frame: z.infer<typeof answer>): ControlOutcome {
  return frame.subtype === 'success'
    ? { ok: true, response: frame.response ?? {} }
    : { ok: false, error: frame.error, errorCode: frame.error_code ?? undefined };
}
