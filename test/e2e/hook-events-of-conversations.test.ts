import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolUse } from 'troupe/testing';
import { expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';
import { comesFrom, told } from './told.js';

it('UserPromptSubmit, MessageDisplay and Stop tell of a turn', async () => {
  await using cli = await realCli({ reply: 'the answer' });
  const seen = told(['UserPromptSubmit', 'MessageDisplay', 'Stop', 'StopFailure']);
  const session = cli.start({ hooks: seen.hooks });
  await session.query('the question');
  const base = comesFrom(session, cli.sandbox.cwd);
  await until(() => seen.events.length === 3);
  const [asked] = seen.of('UserPromptSubmit');
  expect(asked).toMatchObject({ ...base, prompt: 'the question', permission_mode: 'default' });
  expect(seen.of('MessageDisplay')).toMatchObject([
    { ...base, prompt_id: asked?.prompt_id, index: 0, final: true, delta: 'the answer' },
  ]);
  expect(seen.of('Stop')).toMatchObject([
    {
      ...base,
      prompt_id: asked?.prompt_id,
      effort: { level: expect.any(String) as string },
      stop_hook_active: false,
      last_assistant_message: 'the answer',
      background_tasks: [],
      session_crons: [],
    },
  ]);
});

it('StopFailure tells of a turn that the API failed, in place of Stop', async () => {
  await using cli = await realCli();
  cli.api.setReply(() => {
    throw new Error('no answer');
  });
  const seen = told(['Stop', 'StopFailure']);
  await expect(cli.start({ hooks: seen.hooks }).query('go')).rejects.toMatchObject({ code: 'api_error' });
  await until(() => seen.events.length === 1);
  expect(seen.of('StopFailure')).toMatchObject([
    { error: 'server_error', last_assistant_message: expect.stringContaining('no answer') as string },
  ]);
});

it('UserPromptExpansion tells of a command of the user’s', async () => {
  await using cli = await realCli();
  const commands = join(cli.sandbox.cwd, '.claude/commands');
  await mkdir(commands, { recursive: true });
  await writeFile(join(commands, 'greet.md'), 'Greet $ARGUMENTS.\n');
  const seen = told(['UserPromptExpansion']);
  await cli.start({ settingSources: ['project'], hooks: seen.hooks }).query('/greet the world');
  expect(seen.of('UserPromptExpansion')).toMatchObject([
    {
      expansion_type: 'slash_command',
      command_name: 'greet',
      command_args: 'the world',
      command_source: 'projectSettings',
      prompt: '/greet the world',
    },
  ]);
  expect(cli.api.requests[0]?.holds('Greet the world.')).toBe(true);
});

it('SubagentStart and SubagentStop tell of a subagent', async () => {
  await using cli = await realCli();
  const agent = { description: 'sub', prompt: 'the task', subagent_type: 'general-purpose' };
  cli.api.setReply((request) => (request.lastUserText.trim() === agent.prompt ? 'sub done' : 'done'));
  cli.api.enqueue(toolUse('Task', agent));
  const seen = told(['SubagentStart', 'SubagentStop']);
  await cli.start({ hooks: seen.hooks }).query('go');
  await until(() => seen.of('SubagentStop').length === 1);
  const [started] = seen.of('SubagentStart');
  expect(started).toMatchObject({ agent_type: 'general-purpose', agent_id: expect.any(String) as string });
  expect(seen.of('SubagentStop')).toMatchObject([
    {
      agent_id: started?.agent_id,
      agent_type: 'general-purpose',
      agent_transcript_path: expect.stringContaining(started?.agent_id ?? 'no id') as string,
      last_assistant_message: 'sub done',
    },
  ]);
});

it('PreCompact, SessionStart and PostCompact tell of a compaction', async () => {
  await using cli = await realCli();
  const seen = told(['PreCompact', 'PostCompact', 'SessionStart', 'SessionEnd']);
  const session = cli.start({ hooks: seen.hooks });
  await session.query('remember this');
  cli.api.setReply('the summary');
  await session.query('/compact briefly');
  await until(() => seen.of('PostCompact').length === 1);
  expect(seen.events).toEqual(['PreCompact', 'SessionStart', 'PostCompact']);
  expect(seen.of('PreCompact')).toMatchObject([{ trigger: 'manual', custom_instructions: 'briefly' }]);
  expect(seen.of('SessionStart')).toMatchObject([{ source: 'compact', session_id: session.sessionId }]);
  expect(seen.of('PostCompact')).toMatchObject([{ trigger: 'manual', compact_summary: 'the summary' }]);
});

it('SessionEnd and SessionStart tell of a clear, and nothing of the start and the stop of a process', async () => {
  await using cli = await realCli();
  const seen = told(['SessionStart', 'SessionEnd', 'Setup']);
  const session = cli.start({ hooks: seen.hooks });
  await session.query('before');
  const before = session.sessionId;
  await session.clear();
  await until(() => seen.events.length === 2);
  expect(seen.of('SessionEnd')).toMatchObject([{ reason: 'clear', session_id: before }]);
  expect(seen.of('SessionStart')).toMatchObject([{ source: 'clear', session_id: session.sessionId }]);
  expect(session.sessionId).not.toBe(before);
  await session.query('after');
  await session.stop();
  await cli.start({ resume: session.sessionId ?? '', hooks: seen.hooks }).query('resumed');
  expect(seen.events).toEqual(['SessionEnd', 'SessionStart']);
});

it('PreModelSwitch and PostModelSwitch tell of setModel', async () => {
  await using cli = await realCli();
  const seen = told(['PreModelSwitch', 'PostModelSwitch']);
  const session = cli.start({ model: 'claude-opus-4-5-20251101', hooks: seen.hooks });
  await session.setModel('claude-sonnet-4-5-20250929');
  const asked = {
    from_model: 'claude-opus-4-5-20251101',
    to_model: 'claude-sonnet-4-5-20250929',
    requested_model: 'claude-sonnet-4-5-20250929',
    source: 'sdk',
    context_tokens: 0,
    prompt_cache_warm: false,
    cache_ttl: expect.stringMatching(/^(5m|1h)$/) as string,
    pricing: expect.any(String) as string,
  };
  expect(seen.of('PreModelSwitch')[0]).toMatchObject(asked);
  await until(() => seen.of('PostModelSwitch').length === 1);
  expect(seen.of('PostModelSwitch')).toMatchObject([asked]);
});
