import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message, Session, SystemMessage } from 'troupe';
import { apiError, reply, thinking, toolUse } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';

/** The messages of one subtype. */
function system<Subtype extends SystemMessage['subtype']>(
  messages: readonly Message[],
  subtype: Subtype,
): (SystemMessage & { subtype: Subtype })[] {
  return messages.filter(
    (message): message is SystemMessage & { subtype: Subtype } =>
      message.type === 'system' && message.subtype === subtype,
  );
}

async function read(session: Session, prompt: string): Promise<readonly Message[]> {
  return (await session.stream(prompt).collect()).messages;
}

it('no message of a turn with a tool, partial messages and thinking is unknown', async () => {
  await using cli = await realCli();
  cli.api.enqueue(reply(thinking('hm'), 'Let me see.', toolUse('Bash', { command: 'echo done' })), 'There.');
  const session = cli.start({ includePartialMessages: true, allowedTools: ['Bash'] });
  const messages = await read(session, 'look');
  expect(messages.filter(({ type }) => type === 'unknown')).toEqual([]);
});

it('thinking is estimated while it lasts, and comes piece by piece and as a whole', async () => {
  const THOUGHT = 'a thought that takes a while to think';
  await using cli = await realCli();
  cli.api.enqueue(reply(thinking(THOUGHT, { chunks: 4 }), 'the answer'));
  const session = cli.start({ includePartialMessages: true });
  const messages = await read(session, 'think');
  const estimates = system(messages, 'thinking_tokens');
  expect(estimates).toHaveLength(4);
  const sums = estimates.map((_, index) =>
    estimates.slice(0, index + 1).reduce((sum, each) => sum + each.estimated_tokens_delta, 0),
  );
  expect(estimates.map((each) => each.estimated_tokens)).toEqual(sums);
  const pieces = messages.flatMap((message) =>
    message.type === 'stream_event' &&
    message.event.type === 'content_block_delta' &&
    message.event.delta.type === 'thinking_delta'
      ? [message.event.delta.thinking]
      : [],
  );
  expect(pieces).toHaveLength(4);
  expect(pieces.join('')).toBe(THOUGHT);
  const blocks = messages.flatMap((message) =>
    message.type === 'assistant' ? message.message.content.map((block) => block.type) : [],
  );
  expect(blocks).toEqual(['thinking', 'text']);
});

it('a guess at the next prompt follows the result, from the second turn on', async () => {
  await using cli = await realCli();
  cli.api.setReply(({ lastUserText }) => (lastUserText.includes('SUGGESTION MODE') ? 'run the tests' : 'ok'));
  const session = cli.start({ promptSuggestions: true });
  const heard: Message[] = [];
  session.on('message', (message) => heard.push(message));
  await session.query('one');
  await session.query('two');
  const guess = await until(() => heard.find(({ type }) => type === 'prompt_suggestion'));
  expect(guess).toMatchObject({ suggestion: 'run the tests', session_id: session.sessionId });
  expect(cli.api.requests).toHaveLength(3);
  expect(await session.query('three')).toMatchObject({ result: 'ok' });
});

it('a compaction is told from its beginning to the summary, which the model is given from then on', async () => {
  await using cli = await realCli();
  cli.api.setReply(({ lastUserText }) =>
    lastUserText.startsWith('CRITICAL') ? '<summary>We spoke of the sea.</summary>' : 'ok',
  );
  const session = cli.start();
  await session.query('the first prompt');
  await session.query('the second prompt');
  const messages = await read(session, '/compact');
  expect(system(messages, 'status').map(({ status, compact_result }) => [status, compact_result])).toEqual([
    ['compacting', undefined],
    [null, 'success'],
  ]);
  const [boundary] = system(messages, 'compact_boundary');
  expect(boundary?.compact_metadata).toMatchObject({
    trigger: 'manual',
    pre_tokens: expect.any(Number) as number,
    preserved_messages: { uuids: [expect.any(String)] },
  });
  expect(messages.filter((message) => message.type === 'user' && message.isCompactSummary === true)).toEqual(
    [],
  );
  await session.query('the third prompt');
  const last = cli.api.requests.at(-1);
  expect(last?.holds('We spoke of the sea.')).toBe(true);
  expect(last?.holds('the first prompt')).toBe(false);
});

it('the rate limits of a subscription are told as the API said them', async () => {
  await using cli = await realCli();
  const headers = {
    'anthropic-ratelimit-unified-status': 'rejected',
    // In a year that no test is run in.
    'anthropic-ratelimit-unified-reset': '4102444800',
    'anthropic-ratelimit-unified-representative-claim': 'five_hour',
  };
  cli.api.enqueue(apiError(429, { headers }));
  const { env } = cli.sandbox.options;
  const session = cli.start({
    env: { ...env, ANTHROPIC_API_KEY: '', CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-fake' },
  });
  const messages = await read(session, 'go');
  expect(messages.filter(({ type }) => type === 'rate_limit_event')).toMatchObject([
    { rate_limit_info: { status: 'rejected', resetsAt: 4_102_444_800, rateLimitType: 'five_hour' } },
  ]);
  expect(cli.api.requests[0]?.credential).toBe('sk-ant-oat01-fake');
});

it('a request that is repeated is told, with how often and when', async () => {
  await using cli = await realCli({ maxRetries: 1 });
  cli.api.enqueue(apiError(529), 'ok');
  const messages = await read(cli.start(), 'go');
  expect(system(messages, 'api_retry')).toMatchObject([
    {
      attempt: 1,
      max_retries: 1,
      retry_delay_ms: expect.any(Number) as number,
      error_status: 529,
      error: 'overloaded',
    },
  ]);
});

it('a tool that is denied without a question is told, and listed by the result', async () => {
  await using cli = await realCli();
  cli.api.enqueue(toolUse('Bash', { command: 'touch made' }, { id: 'toolu_denied' }), 'ok');
  const { messages, result } = await cli.start({ permissionMode: 'dontAsk' }).stream('go').collect();
  const denied = { tool_name: 'Bash', tool_use_id: 'toolu_denied' };
  expect(system(messages, 'permission_denied')).toMatchObject([{ ...denied, decision_reason_type: 'mode' }]);
  expect(result.permission_denials).toEqual([{ ...denied, tool_input: { command: 'touch made' } }]);
  await expect(access(join(cli.sandbox.cwd, 'made'))).rejects.toThrow('ENOENT');
});

describe('hooks of the settings', () => {
  const settings = JSON.stringify({
    hooks: {
      PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: 'echo out; echo err >&2' }] }],
    },
  });
  const start = { allowedTools: ['Bash'], extraArgs: { settings } };

  it('are told as they begin and end, with includeHookEvents', async () => {
    await using cli = await realCli();
    cli.api.enqueue(toolUse('Bash', { command: 'true' }), 'ok');
    const messages = await read(cli.start({ ...start, includeHookEvents: true }), 'go');
    const [started] = system(messages, 'hook_started');
    const hook = { hook_name: 'PreToolUse:Bash', hook_event: 'PreToolUse' };
    expect(started).toMatchObject(hook);
    expect(system(messages, 'hook_response')).toMatchObject([
      {
        ...hook,
        hook_id: started?.hook_id,
        stdout: 'out\n',
        stderr: 'err\n',
        exit_code: 0,
        outcome: 'success',
      },
    ]);
  });

  it('are not told without it', async () => {
    await using cli = await realCli();
    cli.api.enqueue(toolUse('Bash', { command: 'true' }), 'ok');
    const messages = await read(cli.start(start), 'go');
    expect([...system(messages, 'hook_started'), ...system(messages, 'hook_response')]).toEqual([]);
  });
});
