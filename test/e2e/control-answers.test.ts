import { describe, expect, it } from 'vitest';
import { paused, toolUse } from 'troupe/testing';
import { processesWith, sleepOfItsOwn } from '../support/processes.js';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';

describe('what can be asked of a session', () => {
  it('is what the CLI says of itself', async () => {
    await using cli = await realCli();
    const session = cli.start();
    const info = await session.getServerInfo();
    expect(info).toMatchObject({ claude_code_version: '2.1.330', pid: session.pid });
    expect(await session.supportedModels()).toContainEqual(expect.objectContaining({ value: 'haiku' }));
    expect(await session.supportedCommands()).toContainEqual(expect.objectContaining({ name: 'compact' }));
    expect(await session.supportedAgents()).toContainEqual(
      expect.objectContaining({ name: 'general-purpose' }),
    );
    expect(await session.accountInfo()).toMatchObject({ apiKeySource: 'ANTHROPIC_API_KEY' });
    expect(await session.getMcpStatus()).toEqual({ servers: [] });
    expect(cli.api.requests).toEqual([]);
  });

  it('is how full the context is: estimated, or counted by the API', async () => {
    await using cli = await realCli();
    const session = cli.start();
    await session.query('something to count');
    const counts = (): number =>
      cli.api.otherRequests.filter(({ path }) => path.startsWith('/v1/messages/count_tokens')).length;
    const summary = await session.getContextUsage({ detail: 'summary' });
    expect(counts()).toBe(0);
    const full = await session.getContextUsage();
    expect(counts()).toBeGreaterThan(0);
    for (const usage of [summary, full]) {
      expect(usage).toMatchObject({ model: cli.api.requests[0]?.model });
      expect(usage.categories.length).toBeGreaterThan(0);
      expect(usage.totalTokens).toBeGreaterThan(0);
    }
    expect(cli.api.refusals).toEqual([]);
  });

  it('is anything else that the CLI serves, by its own name', async () => {
    await using cli = await realCli();
    const session = cli.start({ model: 'haiku', allowedTools: ['Bash(ls *)'] });
    expect(await session.control('get_settings')).toMatchObject({
      applied: { model: expect.stringContaining('haiku') as unknown },
    });
    const { state } = await session.control('list_permission_rules');
    expect(state).toMatchObject({ rules: [{ behavior: 'allow', rule: 'Bash(ls *)' }] });
    const version: Readonly<Record<string, unknown>> = await session.control('get_binary_version');
    expect(version).toMatchObject({ version: '2.1.330' });
  });

  it('is refused with the CLI’s words and code where it serves no such thing', async () => {
    await using cli = await realCli();
    await expect(cli.start().control('dance', { wildly: true })).rejects.toMatchObject({
      code: 'control_failed',
      controlCode: 'unsupported_request',
      message: expect.stringContaining('Unsupported control request subtype: dance') as unknown,
    });
  });
});

it('all of it is answered beside a streaming turn, which goes on as if nothing had been asked', async () => {
  await using cli = await realCli();
  const story = paused(['once ', 'upon ', 'a time']);
  cli.api.enqueue(story);
  story.release();
  const session = cli.start({ includePartialMessages: true });
  const pieces = session.stream('tell').textDeltas();
  const heard = [(await pieces.next()).value];
  await Promise.all([
    session.setModel('haiku'),
    session.setPermissionMode('plan'),
    session.setMaxThinkingTokens(2000),
    session.getMcpStatus(),
    session.getServerInfo(),
    session.getContextUsage({ detail: 'summary' }),
    session.getContextUsage(),
    session.stopTask('none'),
    session.control('get_settings'),
    session.control('dance').catch(() => undefined),
  ]);
  expect([session.state, cli.api.requests.length]).toEqual(['querying', 1]);
  story.releaseAll();
  for await (const piece of pieces) heard.push(piece);
  expect(heard).toEqual(['once ', 'upon ', 'a time']);
  expect(await cli.api.requests[0]?.outcome).toBe('answered');
});

it('stopTask ends a command in the background', async () => {
  await using cli = await realCli();
  const command = sleepOfItsOwn();
  cli.api.enqueue(toolUse('Bash', { command, description: 'wait', run_in_background: true }));
  const session = cli.start({ allowedTools: ['Bash'] });
  const { messages } = await session.stream('go').collect();
  const task = messages.find((message) => message.type === 'system' && message.subtype === 'task_started');
  await until(() => processesWith(command).length > 0);
  await session.stopTask(String(task && 'task_id' in task && task.task_id));
  await until(() => processesWith(command).length === 0);
});
