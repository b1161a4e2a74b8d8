import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HookEvent, HookInput, HookJSONOutput, HookSpecificOutput } from 'troupe';
import { reply, toolUse } from 'troupe/testing';
import { expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';
import { told } from './told.js';

const EVENTS = [
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PostToolBatch',
  'UserPromptSubmit',
  'UserPromptExpansion',
  'SessionStart',
  'PostModelSwitch',
  'SubagentStart',
  'SubagentStop',
  'Stop',
] as const satisfies readonly HookEvent[];

const contextOf = (event: string): string => `[the context of ${event}]`;

/** Adds something to what the model knows; at the end of a turn once, as it would go on for ever. */
function adding({ hook_event_name: event, ...input }: HookInput): HookJSONOutput {
  if ('stop_hook_active' in input && input.stop_hook_active) return {};
  return {
    hookSpecificOutput: { hookEventName: event, additionalContext: contextOf(event) } as HookSpecificOutput,
  };
}

it('what hooks add to the context reaches the model, for each event that can', async () => {
  await using cli = await realCli();
  const commands = join(cli.sandbox.cwd, '.claude/commands');
  await mkdir(commands, { recursive: true });
  await writeFile(join(commands, 'greet.md'), 'Greet $ARGUMENTS.\n');
  const agent = { description: 'sub', prompt: 'the task', subagent_type: 'general-purpose' };
  cli.api.enqueue(
    reply(toolUse('Bash', { command: 'true' }), toolUse('Bash', { command: 'exit 3' })),
    toolUse('Task', agent),
  );
  const seen = told(EVENTS, adding);
  const session = cli.start({ settingSources: ['project'], allowedTools: ['Bash'], hooks: seen.hooks });
  await session.query('go');
  await until(() => seen.of('SubagentStop').length > 1);
  await session.setModel('haiku');
  await until(() => seen.of('PostModelSwitch').length > 0);
  await session.query('/greet the world');
  await session.clear();
  await until(() => seen.of('SessionStart').length > 0);
  await session.query('after the clear');
  const reached = (event: string): boolean =>
    cli.api.requests.some((request) => request.holdsAnywhere(contextOf(event)));
  expect(EVENTS.filter((event) => !reached(event))).toEqual([]);
});
