import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CanUseTool, HookCallback, HookPermissionDecision, SessionOptions } from 'troupe';
import { toolUse } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { realCli, type RealCli } from '../support/real-cli.js';

const writeNote = toolUse('Bash', { command: 'echo written > note.txt' });

/** What is on disk after a turn in which the model has `note.txt` written. */
async function noteAfter(cli: RealCli, options: SessionOptions): Promise<string | undefined> {
  cli.api.enqueue(writeNote, 'done');
  await cli.start(options).query('go');
  return noteOf(cli);
}

function noteOf({ sandbox }: RealCli): string | undefined {
  const file = join(sandbox.cwd, 'note.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

function deciding(permissionDecision: HookPermissionDecision, asked: string[] = []): SessionOptions {
  const canUseTool: CanUseTool = (tool) => {
    asked.push(tool);
    return { behavior: 'allow' };
  };
  const hook: HookCallback<'PreToolUse'> = () => ({
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision,
      permissionDecisionReason: 'because of the hook',
    },
  });
  return { canUseTool, hooks: { PreToolUse: [{ hooks: [hook] }] } };
}

describe('a PreToolUse hook', () => {
  it('that denies stops the tool, whatever the rules say, and the model is told why', async () => {
    await using cli = await realCli();
    const options = { ...deciding('deny'), allowedTools: ['Bash'] };
    expect(await noteAfter(cli, options)).toBeUndefined();
    expect(cli.api.requests[1]?.toolResults).toMatchObject([
      { isError: true, text: 'PreToolUse:Bash hook error: because of the hook' },
    ]);
  });

  it('that allows spares the question', async () => {
    await using cli = await realCli();
    const asked: string[] = [];
    expect(await noteAfter(cli, deciding('allow', asked))).toBe('written');
    expect(asked).toEqual([]);
  });

  it('that asks has the question put, whatever the rules say', async () => {
    await using cli = await realCli();
    const asked: string[] = [];
    expect(await noteAfter(cli, { ...deciding('ask', asked), allowedTools: ['Bash'] })).toBe('written');
    expect(asked).toEqual(['Bash']);
  });

  it('that says nothing leaves it to the rules', async () => {
    await using cli = await realCli();
    const hooks = { PreToolUse: [{ hooks: [() => undefined] }] };
    expect(await noteAfter(cli, { hooks, allowedTools: ['Bash'] })).toBe('written');
  });

  it('that defers ends the turn before the tool, whose call is in the result', async () => {
    await using cli = await realCli();
    cli.api.enqueue(writeNote);
    const result = await cli.start(deciding('defer')).query('go');
    expect(result).toMatchObject({
      terminal_reason: 'tool_deferred',
      deferred_tool_use: { name: 'Bash', input: { command: 'echo written > note.txt' } },
    });
    expect(noteOf(cli)).toBeUndefined();
    expect(cli.api.requests).toHaveLength(1);
  });

  it('that updates the input changes what runs', async () => {
    await using cli = await realCli();
    const hook: HookCallback<'PreToolUse'> = ({ tool_input: input }) => {
      const { command } = input as { readonly command: string };
      const updatedInput = { command: command.replace('written', 'rewritten') };
      return { hookSpecificOutput: { hookEventName: 'PreToolUse', updatedInput } };
    };
    const options: SessionOptions = { hooks: { PreToolUse: [{ hooks: [hook] }] }, allowedTools: ['Bash'] };
    expect(await noteAfter(cli, options)).toBe('rewritten');
  });

  it('that does not want to continue lets the tool run, and ends the turn after it', async () => {
    await using cli = await realCli();
    cli.api.enqueue(writeNote);
    const hooks = { PreToolUse: [{ hooks: [() => ({ continue: false, stopReason: 'enough' })] }] };
    const result = await cli.start({ hooks, allowedTools: ['Bash'] }).query('go');
    expect(result.terminal_reason).toBe('hook_stopped');
    expect(noteOf(cli)).toBe('written');
    expect(cli.api.requests).toHaveLength(1);
  });
});

it('a PostToolUse hook changes what the model gets, and adds to it', async () => {
  await using cli = await realCli();
  cli.api.enqueue(toolUse('Bash', { command: 'echo the password' }), 'done');
  const hook: HookCallback<'PostToolUse'> = ({ tool_response: response }) => ({
    hookSpecificOutput: {
      hookEventName: 'PostToolUse',
      updatedToolOutput: { ...(response as object), stdout: 'left out' },
      additionalContext: 'It was checked.',
    },
  });
  await cli.start({ allowedTools: ['Bash'], hooks: { PostToolUse: [{ hooks: [hook] }] } }).query('go');
  const last = cli.api.requests[1];
  expect(last?.toolResults).toMatchObject([{ text: 'left out' }]);
  expect(last?.holdsAnywhere('It was checked.')).toBe(true);
});

it('a UserPromptSubmit hook that blocks keeps a prompt from the model, and one with a context adds to it', async () => {
  await using cli = await realCli();
  const hook: HookCallback<'UserPromptSubmit'> = ({ prompt }) =>
    prompt === 'bad'
      ? { decision: 'block', reason: 'not that' }
      : { hookSpecificOutput: { hookEventName: 'UserPromptSubmit', additionalContext: 'It is Monday.' } };
  const session = cli.start({ hooks: { UserPromptSubmit: [{ hooks: [hook] }] } });
  const blocked = await session.query('bad');
  expect(blocked).toMatchObject({ num_turns: 0, result: expect.stringContaining('not that') as string });
  expect(cli.api.requests).toHaveLength(0);
  await session.query('good');
  expect(cli.api.requests).toHaveLength(1);
  expect(cli.api.requests[0]?.holdsAnywhere('It is Monday.')).toBe(true);
  expect(cli.api.requests[0]?.holds('bad')).toBe(false);
});

it('a Stop hook that blocks has the model go on, and knows when it goes on already', async () => {
  await using cli = await realCli();
  cli.api.enqueue('first', 'second');
  const active: boolean[] = [];
  const hook: HookCallback<'Stop'> = ({ stop_hook_active: isActive }) => {
    active.push(isActive);
    return isActive ? {} : { decision: 'block', reason: 'One more thing.' };
  };
  const result = await cli.start({ hooks: { Stop: [{ hooks: [hook] }] } }).query('go');
  expect(result.result).toBe('second');
  expect(active).toEqual([false, true]);
  expect(cli.api.requests).toHaveLength(2);
  expect(cli.api.requests[1]?.holdsAnywhere('One more thing.')).toBe(true);
});

it('a PreModelSwitch hook that denies has setModel reject with its reason', async () => {
  await using cli = await realCli();
  const hook: HookCallback<'PreModelSwitch'> = () => ({
    hookSpecificOutput: {
      hookEventName: 'PreModelSwitch',
      permissionDecision: 'deny',
      permissionDecisionReason: 'too dear',
    },
  });
  const session = cli.start({
    model: 'claude-sonnet-4-5-20250929',
    hooks: { PreModelSwitch: [{ hooks: [hook] }] },
  });
  await expect(session.setModel('claude-opus-4-5-20251101')).rejects.toMatchObject({
    code: 'control_failed',
    message: expect.stringContaining('too dear') as string,
  });
  await session.query('the question');
  // The CLI has tried the other model before it asked the hook.
  const [question] = cli.api.requests.filter((request) => request.holds('the question'));
  expect(question?.model).toBe('claude-sonnet-4-5-20250929');
});

it('a PermissionRequest hook answers in place of a person', async () => {
  await using cli = await realCli();
  const hook: HookCallback<'PermissionRequest'> = () => ({
    hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior: 'allow' } },
  });
  expect(await noteAfter(cli, { hooks: { PermissionRequest: [{ hooks: [hook] }] } })).toBe('written');
});
