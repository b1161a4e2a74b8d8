import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type {
  CallToolResult as McpCallToolResult,
  ToolAnnotations as McpToolAnnotations,
} from '@modelcontextprotocol/sdk/types.js';
import { tool as officialTool } from '@anthropic-ai/claude-agent-sdk';
import {
  createSdkMcpServer,
  tool,
  type CallToolResult,
  type McpServerConfig,
  type ToolAnnotations,
  type ToolCallExtra,
} from 'troupe';
import { expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import * as z3 from 'zod/v3';

it('arguments are typed by the shape, of zod 4 and of zod 3', () => {
  tool('t', '', { n: z.number(), s: z.string().optional(), d: z.number().default(1) }, (args, extra) => {
    expectTypeOf(args.n).toEqualTypeOf<number>();
    expectTypeOf(args.s).toEqualTypeOf<string | undefined>();
    expectTypeOf(args.d).toEqualTypeOf<number>();
    expectTypeOf(extra).toEqualTypeOf<ToolCallExtra>();
    expectTypeOf(extra.signal).toEqualTypeOf<AbortSignal>();
    // @ts-expect-error -- it is not in the shape
    expectTypeOf(args.other);
    return { content: [] };
  });
  tool('t', '', { n: z3.number() }, ({ n }) => {
    expectTypeOf(n).toEqualTypeOf<number>();
    return { content: [] };
  });
});

it('a server takes tools of all shapes, also those of the official SDK', () => {
  const result = (): Promise<CallToolResult> => Promise.resolve({ content: [] });
  const tools = [tool('a', '', { n: z.number() }, result), tool('b', '', {}, result)];
  createSdkMcpServer({ name: 's', tools: [...tools, tool('c', '', { s: z.string() }, result)] });
  const official = officialTool('d', '', { n: z.number() }, ({ n }) =>
    Promise.resolve({ content: [{ type: 'text', text: String(n) }] }),
  );
  createSdkMcpServer({ name: 's', tools: [official] });
});

it('what handlers of the MCP SDK return and say is taken', () => {
  expectTypeOf<McpCallToolResult>().toExtend<CallToolResult>();
  expectTypeOf<McpToolAnnotations>().toExtend<ToolAnnotations>();
});

it('a server made by hand is a server', () => {
  const instance = new McpServer({ name: 'x', version: '1' });
  expectTypeOf({ type: 'sdk' as const, name: 'x', instance }).toExtend<McpServerConfig>();
});
