import { expect, it } from 'vitest';
import { checkHookOutput, otherEventOf } from '../../../src/callbacks/hooks/check-hook-output.js';
import type { HookEvent } from '../../../src/protocol/callbacks/index.js';

const checking = (event: HookEvent, said: Record<string, unknown>) => () => checkHookOutput(event, said);

const ofPreToolUse = (fields: object) => ({
  hookSpecificOutput: { hookEventName: 'PreToolUse', ...fields },
});

it.each<[event: HookEvent, said: Record<string, unknown>]>([
  ['PreToolUse', {}],
  ['PreToolUse', ofPreToolUse({ permissionDecision: 'deny', permissionDecisionReason: 'No.' })],
  ['PreToolUse', { async: true, asyncTimeout: 5 }],
  ['SessionEnd', { continue: false, stopReason: 'x', suppressOutput: true, systemMessage: 'y' }],
  ['Stop', { decision: 'block', reason: 'x', terminalSequence: '\u0007' }],
  ['WorktreeCreate', { hookSpecificOutput: { hookEventName: 'WorktreeCreate', worktreePath: '/w' } }],
  [
    'PermissionRequest',
    {
      hookSpecificOutput: {
        hookEventName: 'PermissionRequest',
        decision: { behavior: 'deny', message: 'x' },
      },
    },
  ],
])('an output of %s may be %o', (event, said) => {
  expect(checking(event, said)).not.toThrow();
});

it.each<[event: HookEvent, said: Record<string, unknown>, words: string]>([
  [
    'PreToolUse',
    { permissionDecision: 'deny' },
    "It returned 'permissionDecision', which an output of PreToolUse does not have.",
  ],
  ['PreToolUse', { behavior: 'deny', message: 'No.' }, "It returned 'behavior', which an output of"],
  [
    'Stop',
    { decison: 'block' },
    "It returned 'decison', which an output of Stop does not have (did you mean 'decision'?).",
  ],
  ['Stop', { __proto__: null, constructor: 1 }, "It returned 'constructor', which"],
  [
    'PreToolUse',
    ofPreToolUse({ permissionDecison: 'deny' }),
    "It returned 'permissionDecison', which the hookSpecificOutput of PreToolUse does not have " +
      "(did you mean 'permissionDecision'?).",
  ],
  [
    'PostToolUse',
    { hookSpecificOutput: { hookEventName: 'PostToolUse', permissionDecision: 'deny' } },
    "It returned 'permissionDecision', which the hookSpecificOutput of PostToolUse",
  ],
  [
    'PreToolUse',
    { hookSpecificOutput: { permissionDecision: 'deny' } },
    "It returned a 'hookSpecificOutput' without hookEventName: 'PreToolUse'.",
  ],
  [
    'SessionEnd',
    { hookSpecificOutput: { hookEventName: 'SessionEnd' } },
    "It returned 'hookSpecificOutput', which an output of SessionEnd does not have.",
  ],
  [
    'PermissionRequest',
    {
      hookSpecificOutput: {
        hookEventName: 'PermissionRequest',
        decision: { behavior: 'allow', updatedInpt: {} },
      },
    },
    "It returned 'updatedInpt', which the decision of PermissionRequest does not have (did you mean 'updatedInput'?).",
  ],
])('an output of %s may not be %o', (event, said, words) => {
  expect(checking(event, said)).toThrow(words);
});

it.each<[what: unknown, other: HookEvent | undefined]>([
  [{ hookEventName: 'PostToolUse' }, 'PostToolUse'],
  [{ hookEventName: 'PreToolUse' }, undefined],
  [{ hookEventName: 'PreTolUse' }, undefined],
  [{}, undefined],
  ['PostToolUse', undefined],
  [null, undefined],
])('the other event that a hook of PreToolUse names by %o is %s', (hookSpecificOutput, other) => {
  expect(otherEventOf('PreToolUse', { hookSpecificOutput })).toBe(other);
});
