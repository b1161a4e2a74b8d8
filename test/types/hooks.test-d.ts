import type {
  HookCallback,
  HookCallbackMatcher,
  HookEvent,
  HookInput,
  HookJSONOutput,
  Hooks,
  PreToolUseHookInput,
  StopHookInput,
} from 'troupe';
import type * as official from '@anthropic-ai/claude-agent-sdk';
import { expectTypeOf, test } from 'vitest';

test('a hook that is written in place gets the input of its event', () => {
  ({
    PreToolUse: [
      {
        hooks: [
          (input, toolUseID, { signal }) => {
            expectTypeOf(input).toEqualTypeOf<PreToolUseHookInput>();
            expectTypeOf(toolUseID).toEqualTypeOf<string | undefined>();
            expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
            return {
              hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny' },
            };
          },
        ],
      },
    ],
    Stop: [
      {
        hooks: [
          async (input) => {
            expectTypeOf(input).toEqualTypeOf<StopHookInput>();
            return Promise.resolve({ decision: 'block', reason: 'One more thing.' });
          },
        ],
      },
    ],
  }) satisfies Hooks;
});

test('a hook may say nothing', () => {
  const look = (input: HookInput): void => console.log(input);
  const lookLater = (input: HookInput): Promise<void> => Promise.resolve(look(input));
  ({ Notification: [{ hooks: [() => undefined, () => {}, look, lookLater] }] }) satisfies Hooks;
});

test('a hook that is written for all events serves each of them', () => {
  const audit = (input: HookInput): HookJSONOutput => ({ systemMessage: input.hook_event_name });
  const named: HookCallback = (input) =>
    input.hook_event_name === 'PreToolUse'
      ? { hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'ask' } }
      : {};
  ({
    PreToolUse: [{ hooks: [audit, named] }],
    SessionEnd: [{ hooks: [named, () => Promise.resolve({})] }],
  }) satisfies Hooks;
  expectTypeOf<HookCallback>().toExtend<HookCallbackMatcher<'FileChanged'>['hooks'][number]>();
});

test('a hook of another event is refused', () => {
  const ofStop: HookCallback<'Stop'> = ({ stop_hook_active: again }) => (again ? {} : { decision: 'block' });
  ({ Stop: [{ hooks: [ofStop] }] }) satisfies Hooks;
  // @ts-expect-error: it is told something else.
  ({ PreToolUse: [{ hooks: [ofStop] }] }) satisfies Hooks;
});

test('an output that the event does not know is refused', () => {
  ({
    PreToolUse: [
      {
        hooks: [
          // @ts-expect-error: there is no such decision.
          () => ({ hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'maybe' } }),
          // @ts-expect-error: it is that of another event.
          (input) => ({ hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: input.cwd } }),
          // @ts-expect-error: it is no object.
          () => 'deny',
          // @ts-expect-error: it belongs into hookSpecificOutput.
          () => ({ reason: 'No.', permissionDecision: 'deny' }),
          // @ts-expect-error: so answers canUseTool.
          (input) => (input.tool_use_id ? { reason: 'No.', behavior: 'deny' } : {}),
        ],
      },
    ],
    SessionEnd: [
      {
        // @ts-expect-error: this event has nothing of its own to say.
        hooks: [() => ({ hookSpecificOutput: { hookEventName: 'SessionEnd' } })],
      },
    ],
  }) satisfies Hooks;
});

test('an event that there is not, and a matcher without hooks, are refused', () => {
  // @ts-expect-error: misspelled.
  ({ PreTooluse: [] }) satisfies Hooks;
  // @ts-expect-error: nothing to call.
  ({ PreToolUse: [{ matcher: 'Bash' }] }) satisfies Hooks;
});

test('names and shapes are those of the official SDK', () => {
  expectTypeOf<HookEvent>().toEqualTypeOf<official.HookEvent>();
  expectTypeOf<official.HookInput>().toExtend<HookInput>();
  expectTypeOf<HookInput>().toExtend<official.HookInput>();
  expectTypeOf<NonNullable<official.Options['hooks']>>().toExtend<Hooks>();
  expectTypeOf<official.HookJSONOutput>().toExtend<HookJSONOutput>();
});
