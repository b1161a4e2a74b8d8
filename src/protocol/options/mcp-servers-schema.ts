import * as z from 'zod';
import { isJson } from './is-json.js';

/** What `mcpServers` may be. */
export function mcpServersSchema(passable: z.ZodString): z.ZodType {
  const name = passable.min(1);
  const ofHost = z.looseObject({ type: z.literal('sdk'), name, instance: z.custom(isServer) });
  return z
    .record(name, z.union([processServerSchema(passable), ofHost]))
    .describe(
      "servers by name: { command, args?, env? }, { type: 'sse' or 'http', url, headers? } or one of createSdkMcpServer",
    );
}

/** A server that the CLI reaches by itself: what it is told of it goes over the wire. */
export function processServerSchema(passable: z.ZodString): z.ZodType {
  const name = passable.min(1);
  const texts = z.record(name, passable).optional();
  const common = { timeout: z.number().positive().optional(), alwaysLoad: z.boolean().optional() };
  return z
    .union([
      z.looseObject({
        ...common,
        type: z.literal('stdio').optional(),
        command: name,
        args: z.array(passable).readonly().optional(),
        env: texts,
      }),
      z.looseObject({ ...common, type: z.enum(['sse', 'http']), url: name, headers: texts }),
    ])
    .refine(isJson);
}

function isServer(value: unknown): boolean {
  return typeof (value as { connect?: unknown } | null)?.connect === 'function';
}
