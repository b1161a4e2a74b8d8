import type { HookJSONOutput } from 'troupe';
import type { Scenario, Stage } from '../scenario.js';
import { shell } from './tools.js';

/** A hook that answers, and keeps what it was given. */
const hook =
  ({ note }: Stage, answer: HookJSONOutput) =>
  (input: object, toolUseID: string | undefined): HookJSONOutput => {
    note('hook', { input, toolUseID });
    return answer;
  };

export const hooks: readonly Scenario[] = [
  {
    name: 'a hook denies a tool',
    shows: 'Not today.',
    options: (stage) => ({
      allowedTools: ['Bash'],
      hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [hook(stage, DENY)] }] },
    }),
    replies: () => [shell()],
  },
  {
    name: 'a hook adds to what the model sees',
    shows: 'It is raining.',
    options: (stage) => ({
      allowedTools: ['Bash'],
      includeHookEvents: true,
      hooks: {
        PostToolUse: [{ timeout: 60, hooks: [hook(stage, ADD)] }],
        UserPromptSubmit: [{ hooks: [hook(stage, {})] }],
        Stop: [{ hooks: [hook(stage, {})] }],
      },
    }),
    replies: () => [shell()],
  },
];

const DENY = {
  hookSpecificOutput: {
    hookEventName: 'PreToolUse',
    permissionDecision: 'deny',
    permissionDecisionReason: 'Not today.',
  },
} as const;

const ADD = {
  hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: 'It is raining.' },
} as const;
