import { describe, expect, test } from 'vitest';
import type { SystemMessage } from '../../../src/protocol/messages/index.js';
import { parseMessage } from '../../../src/protocol/messages/parse-message.js';

type Subtype = SystemMessage['subtype'];

/** Each with the fields that its interface does not leave open, and no more. */
const LEAST: { readonly [Each in Subtype]: SystemMessage & { subtype: Each } } = {
  init: { type: 'system', subtype: 'init', session_id: 's' },
  status: { type: 'system', subtype: 'status', status: null },
  compact_boundary: {
    type: 'system',
    subtype: 'compact_boundary',
    compact_metadata: { trigger: 'manual', pre_tokens: 15 },
  },
  thinking_tokens: {
    type: 'system',
    subtype: 'thinking_tokens',
    estimated_tokens: 6,
    estimated_tokens_delta: 3,
  },
  api_retry: {
    type: 'system',
    subtype: 'api_retry',
    attempt: 1,
    max_retries: 10,
    retry_delay_ms: 504,
    error_status: null,
    error: 'unknown',
  },
  model_refusal_fallback: {
    type: 'system',
    subtype: 'model_refusal_fallback',
    trigger: 'refusal',
    direction: 'retry',
    original_model: 'a',
    fallback_model: 'b',
    request_id: null,
    content: 'refused',
  },
  model_refusal_no_fallback: {
    type: 'system',
    subtype: 'model_refusal_no_fallback',
    original_model: 'a',
    request_id: 'r',
    content: 'refused',
  },
  task_started: { type: 'system', subtype: 'task_started', task_id: 't', description: 'waits' },
  task_progress: {
    type: 'system',
    subtype: 'task_progress',
    task_id: 't',
    description: 'waits',
    usage: { total_tokens: 1, tool_uses: 1, duration_ms: 1 },
  },
  task_updated: { type: 'system', subtype: 'task_updated', task_id: 't', patch: {} },
  task_notification: {
    type: 'system',
    subtype: 'task_notification',
    task_id: 't',
    status: 'completed',
    output_file: '/x',
    summary: 'done',
  },
  background_tasks_changed: { type: 'system', subtype: 'background_tasks_changed', tasks: [] },
  hook_started: {
    type: 'system',
    subtype: 'hook_started',
    hook_id: 'h',
    hook_name: 'PreToolUse:Bash',
    hook_event: 'PreToolUse',
  },
  hook_progress: {
    type: 'system',
    subtype: 'hook_progress',
    hook_id: 'h',
    hook_name: 'PreToolUse:Bash',
    hook_event: 'PreToolUse',
    output: '',
    stdout: '',
    stderr: '',
  },
  hook_response: {
    type: 'system',
    subtype: 'hook_response',
    hook_id: 'h',
    hook_name: 'PreToolUse:Bash',
    hook_event: 'PreToolUse',
    output: '',
    stdout: '',
    stderr: '',
    outcome: 'success',
  },
  permission_denied: {
    type: 'system',
    subtype: 'permission_denied',
    tool_name: 'Bash',
    tool_use_id: 't',
    message: 'no',
  },
  informational: { type: 'system', subtype: 'informational', content: 'note', level: 'info' },
  notification: { type: 'system', subtype: 'notification', key: 'k', text: 'note', priority: 'low' },
  local_command_output: { type: 'system', subtype: 'local_command_output', content: 'out' },
  commands_changed: { type: 'system', subtype: 'commands_changed', commands: [] },
  files_persisted: {
    type: 'system',
    subtype: 'files_persisted',
    files: [],
    failed: [],
    processed_at: '2026-11-28',
  },
  memory_recall: { type: 'system', subtype: 'memory_recall', mode: 'select', memories: [] },
  elicitation_complete: {
    type: 'system',
    subtype: 'elicitation_complete',
    mcp_server_name: 'srv',
    elicitation_id: 'E1',
  },
  plugin_install: { type: 'system', subtype: 'plugin_install', status: 'started' },
  control_request_progress: {
    type: 'system',
    subtype: 'control_request_progress',
    request_id: 'r',
    status: 'started',
  },
  session_state_changed: { type: 'system', subtype: 'session_state_changed', state: 'idle' },
  session_writes_lost: {
    type: 'system',
    subtype: 'session_writes_lost',
    error_code: 'ENOSPC',
    lost: ['transcript'],
  },
  worker_shutting_down: { type: 'system', subtype: 'worker_shutting_down', reason: 'host_exit' },
  mirror_error: {
    type: 'system',
    subtype: 'mirror_error',
    error: 'full',
    key: { projectKey: 'p', sessionId: 's' },
  },
  model_fallback: { type: 'system', subtype: 'model_fallback' },
  session_title_changed: { type: 'system', subtype: 'session_title_changed' },
  ui_invalidate: { type: 'system', subtype: 'ui_invalidate' },
};

describe.each(Object.entries(LEAST))('a system message %s', (_, least) => {
  test('is known by no more than what its type needs', () => {
    const raw = { ...least };
    expect(parseMessage(raw)).toBe(raw);
  });

  test('keeps its type whatever else is missing, null or new in it', () => {
    const raw = { uuid: null, usage: null, agent_id: null, of_a_later_cli: { a: [1] }, ...least };
    expect(parseMessage(raw)).toBe(raw);
  });

  test('may have a word that is not known yet where it has a choice', () => {
    const words = [
      'status',
      'level',
      'priority',
      'error',
      'outcome',
      'mode',
      'state',
      'trigger',
      'direction',
    ];
    const raw = { ...least } as Record<string, unknown>;
    for (const word of words) if (typeof raw[word] === 'string') raw[word] = 'of_a_later_cli';
    expect(parseMessage(raw)).toBe(raw);
  });

  const needed = Object.keys(least).filter((key) => key !== 'type' && key !== 'subtype');
  test.each(needed.map((key) => [key]))('is unknown without its %s, which its type promises', (key) => {
    const raw = Object.fromEntries(Object.entries(least).filter(([each]) => each !== key));
    expect(parseMessage(raw)).toEqual({ type: 'unknown', raw });
  });
});
