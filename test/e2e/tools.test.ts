import {
  createSdkMcpServer,
  tool,
  type CallToolResult,
  type SessionOptions,
  type ToolCallExtra,
} from 'troupe';
import { reply, toolUse } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';

const text = (words: string): CallToolResult => ({ content: [{ type: 'text', text: words }] });

/** Options of a session with one tool, `mcp__host__work`, that it may use. */
function withTool(
  handler: (args: { readonly n: number }, extra: ToolCallExtra) => CallToolResult | Promise<CallToolResult>,
  annotations: { readonly readOnlyHint?: boolean } = {},
): SessionOptions {
  const work = tool('work', 'Works', { n: z.number().describe('how much') }, handler, { annotations });
  return {
    mcpServers: { host: createSdkMcpServer({ name: 'host', tools: [work] }) },
    allowedTools: ['mcp__host__work'],
  };
}

const calls = (numbers: readonly unknown[]) =>
  reply(...numbers.map((n) => toolUse('mcp__host__work', { n: n as number })));

const TWENTY = Array.from({ length: 20 }, (_, n) => n);

describe('a tool within the host', () => {
  it('that only reads is called 20 times side by side, and each result is that of its call', async () => {
    await using cli = await realCli();
    let running = 0;
    let allRun = (): void => undefined;
    const all = new Promise<void>((resolve) => (allRun = resolve));
    // None returns before the last has begun.
    const handler = async ({ n }: { readonly n: number }): Promise<CallToolResult> => {
      running += 1;
      if (running === TWENTY.length) allRun();
      await all;
      return text(`result ${n}`);
    };
    const session = cli.start(withTool(handler, { readOnlyHint: true }));
    cli.api.enqueue(calls(TWENTY));
    expect(await session.query('go')).toMatchObject({ is_error: false });
    const results = cli.api.requests[1]?.toolResults ?? [];
    expect(results.map((result) => result.text).sort()).toEqual(TWENTY.map((n) => `result ${n}`).sort());
    expect(results.filter(({ isError }) => isError)).toEqual([]);
  });

  it('that may change something is called 20 times one after the other, in the order of the calls', async () => {
    await using cli = await realCli();
    const steps: string[] = [];
    const handler = async ({ n }: { readonly n: number }): Promise<CallToolResult> => {
      steps.push(`begins ${n}`);
      await new Promise(setImmediate);
      steps.push(`ends ${n}`);
      return text(`result ${n}`);
    };
    const session = cli.start(withTool(handler));
    cli.api.enqueue(calls(TWENTY));
    await session.query('go');
    expect(steps).toEqual(TWENTY.flatMap((n) => [`begins ${n}`, `ends ${n}`]));
    expect(cli.api.requests[1]?.toolResults.map((result) => result.text)).toEqual(
      TWENTY.map((n) => `result ${n}`),
    );
  });

  it('does not hear of bad arguments, of which the model does', async () => {
    await using cli = await realCli();
    const heard: unknown[] = [];
    const session = cli.start(
      withTool(({ n }) => {
        heard.push(n);
        return text('fine');
      }),
    );
    cli.api.enqueue(calls(['many', 1]));
    await session.query('go');
    expect(heard).toEqual([1]);
    const [bad, good] = cli.api.requests[1]?.toolResults ?? [];
    expect(bad).toMatchObject({ isError: true, text: expect.stringContaining('expected number') as string });
    expect(good).toMatchObject({ isError: false, text: 'fine' });
  });

  it.each<[how: string, handler: () => CallToolResult | Promise<CallToolResult>]>([
    [
      'throws at once',
      () => {
        throw new Error('the disk is full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the disk is full'))],
    ['says so', () => ({ ...text('the disk is full'), isError: true })],
  ])('that fails, and %s, is an error to the model, and to nobody else', async (_, handler) => {
    await using cli = await realCli();
    const session = cli.start(withTool(handler));
    cli.api.enqueue(calls([1]));
    expect(await session.query('go')).toMatchObject({ is_error: false, result: 'ok' });
    expect(cli.api.requests[1]?.toolResults).toMatchObject([
      { isError: true, text: expect.stringContaining('the disk is full') as string },
    ]);
    expect(await session.query('next')).toMatchObject({ is_error: false });
  });

  it('that hangs until it is interrupted is told by its signal, and a result that comes later goes nowhere', async () => {
    await using cli = await realCli();
    let call: ToolCallExtra | undefined;
    let settle = (): void => undefined;
    const handler = (_: unknown, extra: ToolCallExtra): Promise<CallToolResult> => {
      call = extra;
      return new Promise((resolve) => (settle = () => resolve(text('too late'))));
    };
    const session = cli.start(withTool(handler));
    cli.api.enqueue(calls([1]));
    const query = session.query('go');
    const { signal } = await until(() => call);
    expect(signal.aborted).toBe(false);
    expect(await session.interrupt()).toBe('interrupted');
    await expect(query).rejects.toMatchObject({ code: 'interrupted' });
    await until(() => signal.aborted);
    settle();
    expect(await session.query('next')).toMatchObject({ is_error: false });
    expect(cli.api.requests.at(-1)?.toolResults).toMatchObject([{ isError: true }]);
    expect(cli.api.requests.at(-1)?.holds('too late')).toBe(false);
  });

  it('is told that the process is gone, where it was called by one that was stopped', async () => {
    await using cli = await realCli();
    let call: ToolCallExtra | undefined;
    const session = cli.start(
      withTool((_, extra) => {
        call = extra;
        return new Promise(() => undefined);
      }),
    );
    cli.api.enqueue(calls([1]));
    const query = session.query('go').catch((error: unknown) => error);
    const { signal } = await until(() => call);
    await session.stop();
    expect(signal.aborted).toBe(true);
    expect(await query).toMatchObject({ code: 'stopped' });
  });

  it('can steer its session, and what would wait for its own turn is refused', async () => {
    await using cli = await realCli();
    const session = cli.start(
      withTool(async () => {
        await session.setModel('haiku');
        const error: unknown = await session.query('and you?').catch((fault: unknown) => fault);
        return text(`refused: ${(error as { readonly code: string }).code}`);
      }),
    );
    cli.api.enqueue(calls([1]));
    await session.query('go');
    expect(cli.api.requests[1]?.toolResults).toMatchObject([{ text: 'refused: calling_self' }]);
    expect(cli.api.requests.map(({ model }) => model.includes('haiku'))).toEqual([false, true]);
  });

  it('may answer with data, which the model gets in place of its words', async () => {
    await using cli = await realCli();
    const session = cli.start(withTool(() => ({ ...text('words'), structuredContent: { answer: 42 } })));
    cli.api.enqueue(calls([1]));
    await session.query('go');
    expect(cli.api.requests[1]?.toolResults).toMatchObject([{ text: '{"answer":42}' }]);
  });

  it('is in the prompt from the start where it is to be loaded always, and otherwise searched for', async () => {
    await using cli = await realCli();
    const make = (name: string, alwaysLoad: boolean) =>
      tool(name, `Does ${name}`, { n: z.number().describe('how much') }, () => text('ok'), { alwaysLoad });
    const tools = [make('always', true), make('search', false)];
    const session = cli.start({ mcpServers: { host: createSdkMcpServer({ name: 'host', tools }) } });
    await session.query('go');
    const offered = cli.api.requests[0]?.tools.filter(({ name }) => name.startsWith('mcp__')) ?? [];
    expect(offered).toMatchObject([
      {
        name: 'mcp__host__always',
        description: 'Does always',
        input_schema: { properties: { n: { type: 'number', description: 'how much' } }, required: ['n'] },
      },
    ]);
  });
});
