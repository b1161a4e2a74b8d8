import * as z from 'zod';
import { once } from '../../base/once.js';
import { SessionError } from '../../errors/session-error.js';
import type { ControlRequestBody } from './classify-line.js';
import type { Prompt } from './prompt.js';

/** What a prompt may hold (`cli-protocol.md`, 6.1). */
export const promptContentSchema = once(() => {
  const media = z.looseObject({ type: z.string() });
  const block = z.discriminatedUnion('type', [
    z.looseObject({ type: z.literal('text'), text: z.string() }),
    z.looseObject({ type: z.literal('image'), source: media }),
    z.looseObject({ type: z.literal('document'), source: media }),
  ]);
  return z.union([z.string().min(1), z.array(block).min(1)]);
});

// One bad line ends the CLI (`cli-protocol.md`, 9), so that each is checked against this before it is written.
const hostLine = once(() =>
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('user'),
      message: z.object({ role: z.literal('user'), content: promptContentSchema() }),
      parent_tool_use_id: z.null(),
      session_id: z.literal(''),
      uuid: z.uuid(),
    }),
    z.object({
      type: z.literal('control_request'),
      request_id: z.string().min(1),
      request: z.looseObject({ subtype: z.string().min(1) }),
    }),
    z.object({
      type: z.literal('control_response'),
      response: z.discriminatedUnion('subtype', [
        z.object({ subtype: z.literal('success'), request_id: z.string(), response: z.unknown() }),
        z.object({ subtype: z.literal('error'), request_id: z.string(), error: z.string() }),
      ]),
    }),
  ]),
);

/** A line that the host may write. */
export type HostLine = z.infer<ReturnType<typeof hostLine>>;

/** Ends the turn; a prompt that is still queued is dropped with it, which by itself would run on to its end. */
export const INTERRUPT = { subtype: 'interrupt', cancel_queued: true } as const;

export function promptLine(prompt: Prompt): string {
  return encode({
    type: 'user',
    message: { role: 'user', content: prompt.content as string },
    parent_tool_use_id: null,
    session_id: '',
    uuid: prompt.id,
  });
}

export function controlRequestLine(requestId: string, request: ControlRequestBody): string {
  return encode({ type: 'control_request', request_id: requestId, request });
}

/** The answer to a request of the CLI's. */
export function controlSuccessLine(requestId: string, response: Readonly<Record<string, unknown>>): string {
  return encode({
    type: 'control_response',
    response: { subtype: 'success', request_id: requestId, response },
  });
}

/** The same, where there is none to give; also to a request that this version does not serve (`cli-protocol.md`, 5.5). */
export function controlErrorLine(requestId: string, error: string): string {
  return encode({ type: 'control_response', response: { subtype: 'error', request_id: requestId, error } });
}

/** One line of NDJSON, newline included. Throws `invalid_option` instead of making a line that would end the CLI. */
function encode(line: HostLine): string {
  const text = stringify(line);
  const checked = hostLine().safeParse(JSON.parse(text));
  if (checked.success) return `${text}\n`;
  throw notSent(line, `the CLI would end on it: ${z.prettifyError(checked.error)}`);
}

/** What the caller gave may hold what JSON cannot: a cycle, a bigint. */
function stringify(line: HostLine): string {
  try {
    return JSON.stringify(line);
  } catch {
    throw notSent(line, 'it cannot be written as JSON.');
  }
}

function notSent(line: HostLine, why: string): SessionError {
  return new SessionError('invalid_option', `A ${line.type} line was not sent, because ${why}`);
}
