import * as z from 'zod';

/** What `mcpServers` may be. */
export function mcpServersSchema(passable: z.ZodString): z.ZodType {
  const name = passable.min(1);
  const texts = z.record(name, passable);
  const server = z.union([
    z.looseObject({
      type: z.literal('stdio').optional(),
      command: name,
      args: z.array(passable).readonly().optional(),
      env: texts.optional(),
    }),
    z.looseObject({ type: z.enum(['sse', 'http']), url: name, headers: texts.optional() }),
    z.looseObject({ type: z.literal('sdk'), name, instance: z.custom(isServer) }),
  ]);
  return z
    .record(name, server)
    .describe(
      "servers by name: { command, args?, env? }, { type: 'sse' or 'http', url, headers? } or one of createSdkMcpServer",
    );
}

function isServer(value: unknown): boolean {
  return typeof (value as { connect?: unknown } | null)?.connect === 'function';
}
