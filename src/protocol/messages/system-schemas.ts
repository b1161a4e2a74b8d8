import * as z from 'zod';
import { once } from '../../base/once.js';
import type { SystemMessage } from './system.js';

/**
 * What each system message needs to be of its type: the fields that its interface does not leave open, of which those
 * within lists and records are not looked at. Words are not compared with those that are known, as a later CLI may have
 * more. Built with the first message, so that importing the library stays quick.
 */
export const systemSchemas = once((): Readonly<Record<SystemMessage['subtype'], z.ZodType>> => {
  const text = z.string();
  const number = z.number();
  const entries = z.array(z.record(text, z.unknown()));
  const record = z.record(text, z.unknown());
  const nullableText = text.nullable();

  const hook = { hook_id: text, hook_name: text, hook_event: text };
  const hookOutput = { ...hook, output: text, stdout: text, stderr: text };
  const refusal = { original_model: text, request_id: nullableText, content: text };

  return {
    init: needs({ session_id: text }),
    status: needs({ status: nullableText }),
    compact_boundary: needs({ compact_metadata: z.looseObject({ trigger: text, pre_tokens: number }) }),
    thinking_tokens: needs({ estimated_tokens: number, estimated_tokens_delta: number }),
    api_retry: needs({
      attempt: number,
      max_retries: number,
      retry_delay_ms: number,
      error_status: number.nullable(),
      error: text,
    }),
    model_refusal_fallback: needs({ ...refusal, trigger: text, direction: text, fallback_model: text }),
    model_refusal_no_fallback: needs(refusal),
    task_started: needs({ task_id: text, description: text }),
    task_progress: needs({ task_id: text, description: text, usage: record }),
    task_updated: needs({ task_id: text, patch: record }),
    task_notification: needs({ task_id: text, status: text, output_file: text, summary: text }),
    background_tasks_changed: needs({ tasks: entries }),
    hook_started: needs(hook),
    hook_progress: needs(hookOutput),
    hook_response: needs({ ...hookOutput, outcome: text }),
    permission_denied: needs({ tool_name: text, tool_use_id: text, message: text }),
    informational: needs({ content: text, level: text }),
    notification: needs({ key: text, text, priority: text }),
    local_command_output: needs({ content: text }),
    commands_changed: needs({ commands: entries }),
    files_persisted: needs({ files: entries, failed: entries, processed_at: text }),
    memory_recall: needs({ mode: text, memories: entries }),
    elicitation_complete: needs({ mcp_server_name: text, elicitation_id: text }),
    plugin_install: needs({ status: text }),
    control_request_progress: needs({ request_id: text, status: text }),
    session_state_changed: needs({ state: text }),
    session_writes_lost: needs({ error_code: text, lost: z.array(text) }),
    worker_shutting_down: needs({ reason: text }),
    mirror_error: needs({ error: text, key: record }),
    model_fallback: needs({}),
    session_title_changed: needs({}),
    ui_invalidate: needs({}),
  };
});

function needs(fields: Readonly<Record<string, z.ZodType>>): z.ZodType {
  return z.looseObject({ session_id: z.string().nullish(), ...fields });
}
