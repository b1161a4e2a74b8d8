import * as z from 'zod';
import type { ControlRequestBody } from '../../protocol/wire/classify-line.js';

const MODES = ['acceptEdits', 'auto', 'bypassPermissions', 'default', 'dontAsk', 'plan'] as const;

interface Rule {
  readonly fields: z.ZodType;
  readonly refusal: string;
  readonly answer: (request: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** The control requests that the scripted CLI knows, as the real one checks and answers them (`cli-protocol.md`, 4.2). */
const RULES: Readonly<Record<string, Rule>> = {
  set_model: {
    fields: z.looseObject({ model: z.string().nullish() }),
    refusal: 'set_model requires `model` to be a string',
    answer: ({ model }) => ({ model: model ?? 'default' }),
  },
  set_permission_mode: {
    fields: z.looseObject({ mode: z.enum(MODES) }),
    refusal: `Cannot set permission mode: must be one of ${MODES.join(', ')}`,
    answer: ({ mode }) => ({ mode }),
  },
  mcp_status: { fields: z.looseObject({}), refusal: '', answer: () => ({ mcpServers: [] }) },
};

/** What the CLI answers to a control request. */
export type ControlVerdict =
  | { readonly ok: true; readonly response: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: string };

export function judgeControl(request: ControlRequestBody): ControlVerdict {
  const rule = Object.hasOwn(RULES, request.subtype) ? RULES[request.subtype] : undefined;
  if (!rule) return { ok: false, error: `Unsupported control request subtype: ${request.subtype}` };
  if (!rule.fields.safeParse(request).success) return { ok: false, error: rule.refusal };
  return { ok: true, response: rule.answer(request) };
}
