import { hang, reply, text, thinking, toolUse } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of source) taken.push(item);
  return taken;
}

const turnWithTools = () => [
  reply(
    thinking('two commands'),
    text('I will run two.'),
    toolUse('Bash', { command: 'echo one', description: 'one' }),
    toolUse('Bash', { command: 'echo two', description: 'two' }),
  ),
  text('Both ran.'),
];

const shell = { allowedTools: ['Bash'] };

describe('the helpers of a stream', () => {
  it('textContent and thinkingContent yield finished blocks', async () => {
    await using cli = await realCli();
    cli.api.enqueue(...turnWithTools(), ...turnWithTools());
    const session = cli.start(shell);
    expect(await all(session.stream('go').textContent())).toEqual(['I will run two.', 'Both ran.']);
    expect(await all(session.stream('go').thinkingContent())).toEqual(['two commands']);
  });

  it('textDeltas, thinkingDeltas and contentDeltas yield pieces as they come', async () => {
    await using cli = await realCli();
    const answer = () => reply(thinking('hm'), text('Hello world', { chunks: 4 }));
    cli.api.enqueue(answer(), answer(), answer());
    const session = cli.start({ includePartialMessages: true });
    const pieces = await all(session.stream('go').textDeltas());
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe('Hello world');
    expect((await all(session.stream('go').thinkingDeltas())).join('')).toBe('hm');
    const deltas = await all(session.stream('go').contentDeltas());
    expect(new Set(deltas.map(({ index }) => index))).toEqual(new Set([0, 1]));
  });

  it('refuses deltas where the session yields no partial messages', async () => {
    await using cli = await realCli();
    const session = cli.start();
    for (const helper of ['textDeltas', 'thinkingDeltas', 'contentDeltas'] as const) {
      expect(() => session.stream('go')[helper]()).toThrow(
        expect.objectContaining({ code: 'partial_messages_off', option: 'includePartialMessages' }) as Error,
      );
    }
  });

  it('toolUses and toolResults yield calls and what they came to', async () => {
    await using cli = await realCli();
    cli.api.enqueue(...turnWithTools(), ...turnWithTools());
    const session = cli.start(shell);
    const calls = await all(session.stream('go').toolUses());
    expect(calls.map(({ name, input }) => [name, input.command])).toEqual([
      ['Bash', 'echo one'],
      ['Bash', 'echo two'],
    ]);
    const results = await all(session.stream('go').toolResults('Bash'));
    expect(results.map(({ content }) => content).sort()).toEqual(['one', 'two']);
  });

  it('filterType yields the messages of one type', async () => {
    await using cli = await realCli();
    const session = cli.start();
    const results = await all(session.stream('go').filterType('result'));
    expect(results.map(({ result }) => result)).toEqual(['ok']);
  });

  it('tap and onToolUse observe and change nothing', async () => {
    await using cli = await realCli();
    cli.api.enqueue(...turnWithTools());
    const seen: string[] = [];
    const tools: unknown[] = [];
    const result = await cli
      .start(shell)
      .stream('go')
      .tap((message) => seen.push(message.type))
      .onToolUse((call) => tools.push(call.input.command))
      .finalText();
    expect(result).toBe('Both ran.');
    expect(seen[0]).toBe('system');
    expect(seen.at(-1)).toBe('result');
    expect(tools).toEqual(['echo one', 'echo two']);
  });

  it('untilResult ends with the result', async () => {
    await using cli = await realCli();
    const messages = await all(cli.start().stream('go').untilResult());
    expect(messages.at(-1)?.type).toBe('result');
  });

  it('collect gives the turn in one piece, each call with its result', async () => {
    await using cli = await realCli();
    cli.api.enqueue(...turnWithTools());
    const turn = await cli.start(shell).stream('go').collect();
    expect(turn.text).toBe('I will run two.Both ran.');
    expect(turn.thinking).toBe('two commands');
    expect(turn.toolCalls.map(({ input, result }) => [input.command, result?.content])).toEqual([
      ['echo one', 'one'],
      ['echo two', 'two'],
    ]);
    expect(turn.result).toMatchObject({ is_error: false, result: 'Both ran.' });
    expect(turn.messages.at(-1)).toBe(turn.result);
  });

  it('run reads to the end', async () => {
    await using cli = await realCli();
    const session = cli.start();
    await session.stream('go').run();
    expect(session.state).toBe('ready');
  });
});

describe('a stream', () => {
  it('can be read once', async () => {
    await using cli = await realCli();
    const stream = cli.start().stream('go');
    await stream.run();
    await expect(stream.finalText()).rejects.toMatchObject({ code: 'stream_consumed' });
    expect(() => stream[Symbol.asyncIterator]()).toThrow(
      expect.objectContaining({ code: 'stream_consumed' }) as Error,
    );
    expect(cli.api.requests).toHaveLength(1);
  });

  it('that is left early ends its turn, and the next query gets its own answer', async () => {
    await using cli = await realCli();
    cli.api.enqueue(hang());
    const session = cli.start();
    for await (const message of session.stream('left')) {
      if (message.type === 'system' && message.subtype === 'init') {
        await cli.api.waitForRequests(1);
        break;
      }
    }
    expect(session.state).toBe('ready');
    expect(await cli.api.requests[0]?.outcome).toBe('aborted');
    await expect(session.query('next')).resolves.toMatchObject({ result: 'ok' });
  });

  it('yields an error result like any other message; finalText and query reject with it', async () => {
    await using cli = await realCli();
    cli.api.setReply(() => {
      throw new Error('no answer');
    });
    const session = cli.start();
    const messages = await all(session.stream('go'));
    expect(messages.at(-1)).toMatchObject({ type: 'result', is_error: true });
    expect(await session.stream('go').finalResult()).toMatchObject({ is_error: true });
    expect((await session.stream('go').collect()).result.is_error).toBe(true);
    await expect(session.stream('go').finalText()).rejects.toMatchObject({
      code: 'api_error',
      result: { type: 'result', is_error: true },
    });
    await expect(session.query('go')).rejects.toMatchObject({
      code: 'api_error',
      result: { is_error: true },
    });
    expect(session.state).toBe('ready');
  });

  it('ends with the result when the turn is interrupted from elsewhere', async () => {
    await using cli = await realCli();
    cli.api.enqueue(hang());
    const session = cli.start();
    const reading = all(session.stream('go'));
    await cli.api.waitForRequests(1);
    expect(await session.interrupt()).toBe('interrupted');
    expect((await reading).at(-1)).toMatchObject({ type: 'result', terminal_reason: 'aborted_streaming' });
    expect(await session.interrupt()).toBe('nothing_running');
    await expect(session.query('next')).resolves.toMatchObject({ result: 'ok' });
  });
});

it('keeps the keys of structured output, tool input and model usage to the byte', async () => {
  await using cli = await realCli();
  const answer = { firstName: 'Ada', 'last-name': 'Lovelace', nested_Object: { 'a.b': [1], ÄÖ: null } };
  const input = { command: 'true', description: 'Keeps camelCase and snake_case' };
  cli.api.enqueue(toolUse('Bash', input), toolUse('StructuredOutput', answer), text('done'));
  const session = cli.start({
    model: 'claude-vendor.model-4.5/v1',
    allowedTools: ['Bash'],
    outputFormat: { type: 'json_schema', schema: { type: 'object', additionalProperties: true } },
  });
  const { result, toolCalls } = await session.stream('go').collect();
  expect(JSON.stringify(result.structured_output)).toBe(JSON.stringify(answer));
  expect(toolCalls.map((call) => JSON.stringify(call.input))).toEqual(
    [input, answer].map((each) => JSON.stringify(each)),
  );
  expect(Object.keys(result.modelUsage ?? {})).toEqual(['claude-vendor.model-4.5/v1']);
});

it('takes blocks as a prompt: text and an image', async () => {
  await using cli = await realCli();
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } } as const;
  await cli.start().query([{ type: 'text', text: 'What is this?' }, image]);
  expect(JSON.stringify(cli.api.requests[0]?.messages)).toContain(PIXEL);
  expect(cli.api.requests[0]?.holds('What is this?')).toBe(true);
});

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
