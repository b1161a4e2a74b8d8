import type { HookCallback } from 'troupe';
import { reply, toolUse } from 'troupe/testing';
import { expect, it } from 'vitest';
import { deferred } from '../../src/base/deferred.js';
import { realCli } from '../support/real-cli.js';

/** A hook that writes down for which tool it was called. */
function noting(into: unknown[]): HookCallback<'PreToolUse'> {
  return (input) => void into.push(input.tool_name);
}

it('a matcher selects tools: by name, by several, by a pattern, or all of them', async () => {
  await using cli = await realCli();
  cli.api.enqueue(
    reply(toolUse('Bash', { command: 'true' }), toolUse('Read', { file_path: cli.sandbox.cwd })),
    'done',
  );
  const called = {
    bash: [] as unknown[],
    several: [] as unknown[],
    pattern: [] as unknown[],
    start: [] as unknown[],
    star: [] as unknown[],
    all: [] as unknown[],
    none: [] as unknown[],
  };
  const hooks = {
    PreToolUse: [
      { matcher: 'Bash', hooks: [noting(called.bash)] },
      { matcher: 'Read|Write', hooks: [noting(called.several)] },
      { matcher: '.ea.', hooks: [noting(called.pattern)] },
      { matcher: '^Ba', hooks: [noting(called.start)] },
      { matcher: '*', hooks: [noting(called.star)] },
      { hooks: [noting(called.all)] },
      { matcher: 'Bas', hooks: [noting(called.none)] },
    ],
  };
  await cli.start({ allowedTools: ['Bash', 'Read'], hooks }).query('go');
  for (const tools of Object.values(called)) tools.sort();
  expect(called).toEqual({
    bash: ['Bash'],
    several: ['Read'],
    pattern: ['Read'],
    start: ['Bash'],
    star: ['Bash', 'Read'],
    all: ['Bash', 'Read'],
    none: [],
  });
});

it('a matcher selects by what the event is about, where that is no tool', async () => {
  await using cli = await realCli();
  const sources: string[] = [];
  const note: HookCallback<'SessionStart'> = ({ source }) => void sources.push(source);
  const hooks = {
    SessionStart: [{ matcher: 'compact', hooks: [note] }],
  };
  const session = cli.start({ hooks });
  await session.query('go');
  await session.query('/compact');
  await session.clear();
  await session.query('go on');
  expect(sources).toEqual(['compact']);
});

it('two hooks of a matcher are called at the same time, and the stricter one wins', async () => {
  await using cli = await realCli();
  cli.api.enqueue(toolUse('Bash', { command: 'true' }), 'done');
  const second = deferred();
  const allowing: HookCallback<'PreToolUse'> = async () => {
    await second.promise;
    return { hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'allow' } };
  };
  const denying: HookCallback<'PreToolUse'> = () => {
    second.resolve();
    return {
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'deny',
        permissionDecisionReason: 'by the second',
      },
    };
  };
  const hooks = { PreToolUse: [{ hooks: [allowing, denying] }] };
  await cli.start({ allowedTools: ['Bash'], hooks }).query('go');
  expect(cli.api.requests[1]?.toolResults).toMatchObject([
    { isError: true, text: 'PreToolUse:Bash hook error: by the second' },
  ]);
});
