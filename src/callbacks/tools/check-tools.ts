import * as z from 'zod';
import { once } from '../../base/once.js';
import { checkAgainst, refuseOption, show } from '../../protocol/options/check-options.js';
import { optionSchemas } from '../../protocol/options/options-schema.js';

const schemas = once(() => {
  const { text: name, flag } = optionSchemas().kinds;
  const anyText = z.string().describe('a text');
  const words = { shape: 'zod types by the names of arguments', handler: 'a function' };
  const inputSchema = z
    .custom((value) => typeof value === 'object' && value !== null, { error: words.shape })
    .describe(words.shape);
  const handler = z
    .custom((value) => typeof value === 'function', { error: words.handler })
    .describe(words.handler);

  const tool = { name, description: anyText, inputSchema, handler };
  const hint = flag.optional();
  const extras = {
    annotations: z
      .strictObject({
        title: z.string().optional(),
        readOnlyHint: hint,
        destructiveHint: hint,
        idempotentHint: hint,
        openWorldHint: hint,
      })
      .describe('{ title?, readOnlyHint?, destructiveHint?, idempotentHint?, openWorldHint? }'),
    searchHint: anyText,
    alwaysLoad: flag,
  };
  const server = {
    name,
    version: name,
    instructions: anyText,
    tools: z
      .array(z.looseObject({ ...tool, description: anyText.optional() }))
      .readonly()
      .describe('a list of tools, as tool() makes them'),
    alwaysLoad: flag,
    timeout: z.number().positive().describe('milliseconds above 0'),
  };
  return { tool, extras, server };
});

/** What a tool is made of. */
export interface ToolParts {
  readonly name: unknown;
  readonly description: unknown;
  readonly inputSchema: unknown;
  readonly handler: unknown;
}

/** Refuses what no tool can be made of (`invalid_option`). */
export function checkTool(parts: ToolParts, extras: unknown): void {
  for (const [part, schema] of Object.entries(schemas().tool)) {
    requirePart(part, schema, parts[part as keyof ToolParts]);
  }
  checkAgainst(schemas().extras, extras, 'tool');
}

/** Refuses what no server can be made of (`invalid_option`). */
export function checkServer(options: unknown): void {
  checkAgainst(schemas().server, options, 'server');
  requirePart('name', schemas().server.name, (options as { readonly name?: unknown }).name);
}

function requirePart(part: string, schema: z.ZodType, value: unknown): void {
  if (!schema.safeParse(value).success) refuseOption(part, schema.description ?? 'valid', show(value));
}
