import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ResultErrorCode, SessionErrorCode } from '../../src/errors/codes.js';

// The compiler holds these to the types: a code that is missing here, or is none, does not compile.
const ofResults = {
  auth: true,
  rate_limited: true,
  overloaded: true,
  invalid_request: true,
  model_not_found: true,
  prompt_too_long: true,
  connection_failed: true,
  api_error: true,
  max_turns: true,
  budget_exhausted: true,
  interrupted: true,
  execution_failed: true,
} satisfies Record<ResultErrorCode, true>;

const codes = {
  invalid_option: true,
  name_taken: true,
  conversation_in_use: true,
  not_found: true,
  cli_not_found: true,
  cli_incompatible: true,
  conversation_not_found: true,
  session_id_in_use: true,
  context_lost: true,
  start_failed: true,
  crashed: true,
  restarted: true,
  unresponsive: true,
  stopped: true,
  not_stopped: true,
  timeout: true,
  inactivity_timeout: true,
  control_timeout: true,
  aborted: true,
  overflow: true,
  control_failed: true,
  not_pending: true,
  calling_self: true,
  mcp_sdk_not_found: true,
  inspector_not_found: true,
  protocol: true,
  ...ofResults,
  already_started: true,
  already_present: true,
  running: true,
  restarting: true,
  max_children: true,
  noproc: true,
  shutdown: true,
  gave_up: true,
  stream_consumed: true,
  partial_messages_off: true,
} satisfies Record<SessionErrorCode, true>;

describe('the codes', () => {
  const source = readFileSync(new URL('../../src/errors/codes.ts', import.meta.url), 'utf8');

  test('are these and no others', () => {
    const declared = [...source.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code);
    expect(declared.sort()).toEqual(Object.keys(codes).sort());
  });

  test.each(Object.keys(codes))('%s is explained', (code) => {
    const explanation = source.slice(0, source.indexOf('export type'));
    expect(explanation).toContain(`\`${code}\``);
  });
});
