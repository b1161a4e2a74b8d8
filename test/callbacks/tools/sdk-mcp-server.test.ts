import { createSdkMcpServer, tool, type CallToolResult, type SdkMcpServerOptions } from 'troupe';
import { expect, it } from 'vitest';
import * as z from 'zod';
import * as z3 from 'zod/v3';
import type { JsonRpc } from '../../../src/callbacks/tools/json-rpc.js';
import { callOf, INITIALIZE, textOf, userOf } from './mcp-fixture.js';

const nothing = (): CallToolResult => ({ content: [] });

const LIST: JsonRpc = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

/** What a CLI hears of such a server. */
async function listed(options: Partial<SdkMcpServerOptions>): Promise<unknown> {
  const user = userOf(createSdkMcpServer({ name: 'test', ...options }).instance);
  return ((await user.pass(LIST)) as { result?: { tools: unknown } }).result?.tools;
}

it('a server says who it is and what it is for', async () => {
  const server = createSdkMcpServer({ name: 'calc', version: '2.1.0', instructions: 'Use it for sums.' });
  expect(server).toMatchObject({ type: 'sdk', name: 'calc' });
  expect(await userOf(server.instance).pass(INITIALIZE)).toMatchObject({
    result: { serverInfo: { name: 'calc', version: '2.1.0' }, instructions: 'Use it for sums.' },
  });
  const plain = createSdkMcpServer({ name: 'plain' });
  expect(await userOf(plain.instance).pass(INITIALIZE)).toMatchObject({
    result: { serverInfo: { name: 'plain', version: '1.0.0' } },
  });
});

it('the limit of its calls is part of its configuration', () => {
  expect(createSdkMcpServer({ name: 'slow', timeout: 5_000 }).timeout).toBe(5_000);
  expect(createSdkMcpServer({ name: 'plain' })).not.toHaveProperty('timeout');
});

it('a tool is described with its arguments, its annotations, and how it is found', async () => {
  const shape = { a: z.number().describe('the first'), note: z.string().optional() };
  const extras = { annotations: { readOnlyHint: true }, searchHint: 'sum', alwaysLoad: true };
  expect(await listed({ tools: [tool('add', 'Adds', shape, nothing, extras)] })).toMatchObject([
    {
      name: 'add',
      description: 'Adds',
      inputSchema: {
        type: 'object',
        properties: { a: { type: 'number', description: 'the first' }, note: { type: 'string' } },
        required: ['a'],
      },
      annotations: { readOnlyHint: true },
      _meta: { 'anthropic/searchHint': 'sum', 'anthropic/alwaysLoad': true },
    },
  ]);
});

it('a tool has no _meta where nothing is to be said in it', () => {
  expect(tool('add', 'Adds', {}, nothing, { searchHint: '', alwaysLoad: false })).toEqual({
    name: 'add',
    description: 'Adds',
    inputSchema: {},
    handler: nothing,
  });
});

it('a server whose tools are always loaded says so of each', async () => {
  const tools = [tool('one', '', {}, nothing), tool('two', '', {}, nothing, { searchHint: 'second' })];
  expect(await listed({ alwaysLoad: true, tools })).toMatchObject([
    { _meta: { 'anthropic/alwaysLoad': true } },
    { _meta: { 'anthropic/alwaysLoad': true, 'anthropic/searchHint': 'second' } },
  ]);
});

it('a server lists an empty list of tools, and knows of no tools where none are given', async () => {
  expect(await listed({ tools: [] })).toEqual([]);
  expect(await listed({})).toBeUndefined();
});

it('a handler gets what the shape makes of the arguments, of either zod', async () => {
  const got: unknown[] = [];
  const keep = (args: unknown): CallToolResult => {
    got.push(args);
    return nothing();
  };
  const tools = [
    tool('four', '', { n: z.number().default(7), s: z.string().transform((s) => s.length) }, keep),
    tool('three', '', { n: z3.number().default(8) }, keep),
  ];
  const user = userOf(createSdkMcpServer({ name: 'test', tools }).instance);
  await user.pass(callOf(1, 'four', { s: 'abc', unknown: true }));
  await user.pass(callOf(2, 'three'));
  expect(got).toEqual([{ n: 7, s: 3 }, { n: 8 }]);
});

it('a tool without arguments is called with none', async () => {
  const hello = tool('hello', '', {}, (args, { requestId }) => ({
    content: [{ type: 'text', text: `${JSON.stringify(args)} ${typeof requestId}` }],
  }));
  const user = userOf(createSdkMcpServer({ name: 'test', tools: [hello] }).instance);
  expect(textOf(await user.pass(callOf(1, 'hello')))).toBe('{} number');
});

it.each([
  [
    'of a name that another has',
    [tool('same', '', {}, nothing), tool('same', '', {}, nothing)],
    'tools.same',
  ],
  ['whose shape no JSON Schema can say', [tool('when', '', { at: z.date() }, nothing)], 'tools.when'],
])('a tool %s is refused at once', (_, tools, option) => {
  expect(() => createSdkMcpServer({ name: 'test', tools })).toThrow(
    expect.objectContaining({ code: 'invalid_option', option }) as Error,
  );
});
