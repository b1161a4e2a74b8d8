import { describe, expect, test } from 'vitest';
import type {
  ActiveGoalMessage,
  AuthStatusMessage,
  ConversationResetMessage,
  PromptSuggestionMessage,
  RateLimitMessage,
  ToolProgressMessage,
  ToolUseSummaryMessage,
} from '../../../src/protocol/messages/index.js';
import { parseMessage } from '../../../src/protocol/messages/parse-message.js';

type Side =
  | ActiveGoalMessage
  | AuthStatusMessage
  | ConversationResetMessage
  | PromptSuggestionMessage
  | RateLimitMessage
  | ToolProgressMessage
  | ToolUseSummaryMessage;

/** Each with the fields that its interface does not leave open, and no more. */
const LEAST: { readonly [Each in Side['type']]: Extract<Side, { type: Each }> } = {
  active_goal: { type: 'active_goal', value: null },
  auth_status: { type: 'auth_status', isAuthenticating: true, output: ['Open the page'] },
  conversation_reset: { type: 'conversation_reset' },
  prompt_suggestion: { type: 'prompt_suggestion', suggestion: 'Go on.' },
  rate_limit_event: { type: 'rate_limit_event', rate_limit_info: { status: 'allowed_warning' } },
  tool_progress: { type: 'tool_progress' },
  tool_use_summary: { type: 'tool_use_summary', summary: 'Read two files', preceding_tool_use_ids: ['t'] },
};

describe.each(Object.entries(LEAST))('a message %s', (_, least) => {
  test('is known by no more than what its type needs, whatever else is in it', () => {
    const raw = { uuid: null, of_a_later_cli: [1], ...least };
    expect(parseMessage(raw)).toBe(raw);
  });

  const needed = Object.keys(least).filter((key) => key !== 'type');
  if (needed.length > 0) {
    test.each(needed.map((key) => [key]))('is unknown without its %s, which its type promises', (key) => {
      const raw = Object.fromEntries(Object.entries(least).filter(([each]) => each !== key));
      expect(parseMessage(raw)).toEqual({ type: 'unknown', raw });
    });
  }
});

test('a rate limit keeps all that is said of it', () => {
  const raw = {
    type: 'rate_limit_event',
    rate_limit_info: {
      status: 'rejected',
      resetsAt: 1_795_879_232,
      rateLimitType: 'five_hour',
      utilization: 1,
      isUsingOverage: false,
    },
    uuid: 'u',
    session_id: 's',
  };
  const message = parseMessage(structuredClone(raw));
  expect(message).toEqual(raw);
  expect(message.type === 'rate_limit_event' && message.rate_limit_info.resetsAt).toBe(1_795_879_232);
});

test('a goal that is set keeps what is said of it', () => {
  const value = { condition: 'green', iterations: 2, set_at: 1, tokens_at_start: 3, last_reason: 'red' };
  expect(parseMessage({ type: 'active_goal', value })).toEqual({ type: 'active_goal', value });
});
