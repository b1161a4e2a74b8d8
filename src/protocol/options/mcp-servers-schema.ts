import * as z from 'zod';
import { isJson } from './is-json.js';

/** What `mcpServers` may be. */
export function mcpServersSchema(passable: z.ZodString): z.ZodType {
  const name = passable.min(1);
  const instance = z.custom(isServer, { error: 'a server, as createSdkMcpServer makes it' });
  const ofHost = z.looseObject({ type: z.literal('sdk'), name, instance });
  const server = z.discriminatedUnion('type', [processServerSchema(passable), ofHost], {
    error: expectedType("'stdio', 'sse', 'http' or 'sdk'"),
  });
  return z
    .record(name, server)
    .describe(
      "servers by name: { command, args?, env? }, { type: 'sse' or 'http', url, headers? } or one of createSdkMcpServer",
    );
}

/** A server that the CLI reaches by itself: what it is told of it goes over the wire. */
export function processServerSchema(passable: z.ZodString) {
  const name = passable.min(1);
  const texts = z.record(name, passable).optional();
  const common = { timeout: z.number().positive().optional(), alwaysLoad: z.boolean().optional() };
  const program = z.looseObject({
    ...common,
    type: z.literal('stdio').optional(),
    command: name,
    args: z.array(passable).readonly().optional(),
    env: texts,
  });
  const remote = z.looseObject({
    ...common,
    type: z.enum(['sse', 'http']),
    url: passable.refine(isUrl, { error: 'a URL of http or https' }),
    headers: texts,
  });
  return z
    .discriminatedUnion('type', [program, remote], { error: expectedType("'stdio', 'sse' or 'http'") })
    .refine(isJson);
}

/** The fault of a `type` that there is not; others are told at their own place. */
function expectedType(types: string) {
  return ({ code }: { readonly code?: string }) => (code === 'invalid_union' ? types : undefined);
}

function isUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

function isServer(value: unknown): boolean {
  return typeof (value as { connect?: unknown } | null)?.connect === 'function';
}
