import * as z from 'zod';
import { once } from '../../base/once.js';
import type { ControlOutcome } from '../../protocol/wire/classify-line.js';
import type { DeclaredHook } from './declared.js';
import type { HostRequest } from './host-request.js';

/** What the CLI makes of an answer, and what it says about it. */
export type JudgedAnswer =
  { readonly answer: Readonly<Record<string, unknown>>; readonly says?: object } | { readonly fault: string };

const INVALID_PERMISSION =
  'The canUseTool callback returned an invalid permission result. Expected ' +
  "{behavior: 'allow', updatedInput?: object} or {behavior: 'deny', message: string}. updatedPermissions may hold at " +
  'most 4096 updates, rules and directories in all.';

const record = z.record(z.string(), z.unknown());

const permission = once(() =>
  z.discriminatedUnion('behavior', [
    z.looseObject({
      behavior: z.literal('allow'),
      updatedInput: record.optional(),
      updatedPermissions: z.array(z.looseObject({ type: z.string() })).optional(),
    }),
    z.looseObject({
      behavior: z.literal('deny'),
      message: z.string(),
      interrupt: z.boolean().optional(),
    }),
  ]),
);

const hookOutput = once(() =>
  z.looseObject({
    continue: z.boolean().optional(),
    suppressOutput: z.boolean().optional(),
    stopReason: z.string().optional(),
    systemMessage: z.string().optional(),
    reason: z.string().optional(),
    decision: z.enum(['approve', 'block']).optional(),
    hookSpecificOutput: z.looseObject({ hookEventName: z.string() }).optional(),
  }),
);

/** Judges an answer of the host's as CLI 2.1.330 was seen to (`cli-protocol.md`, 5). */
export function judgeAnswer(
  request: HostRequest,
  outcome: ControlOutcome,
  hook: DeclaredHook | undefined,
): JudgedAnswer {
  switch (request.subtype) {
    case 'can_use_tool':
      return { answer: judgePermission(outcome) };
    case 'hook_callback':
      return outcome.ok && hookOutput().safeParse(outcome.response).success
        ? { answer: outcome.response }
        : { answer: {}, says: hookFailed(request.callback_id, hook?.event ?? '') };
    case 'mcp_message': {
      if (!outcome.ok) return { fault: outcome.error };
      const { data } = record.safeParse(outcome.response.mcp_response);
      return data ? { answer: data } : { fault: `The host answered without an mcp_response.` };
    }
    case 'elicitation':
    case 'request_user_dialog':
      return outcome.ok ? { answer: outcome.response } : { fault: outcome.error };
  }
}

/** What becomes of a permission where the answer is an error: the words for the model. */
export function failedPermission(error: string): Readonly<Record<string, unknown>> {
  return { behavior: 'deny', message: `Tool permission request failed: ${error}` };
}

function judgePermission(outcome: ControlOutcome): Readonly<Record<string, unknown>> {
  if (!outcome.ok) return failedPermission(`Error: ${outcome.error}`);
  const { data } = permission().safeParse(outcome.response);
  return data ?? { behavior: 'deny', message: INVALID_PERMISSION };
}

function hookFailed(id: string, event: string): object {
  return {
    type: 'system',
    subtype: 'informational',
    content:
      `${event}: Hook callback ${id} failed: the SDK host replied with an error or an invalid answer. Its answer was ` +
      'treated as empty.',
    level: 'warning',
    tag: 'hook_callback_failed',
  };
}
