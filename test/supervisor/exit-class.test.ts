import { describe, expect, test } from 'vitest';
import type { SessionErrorCode } from '../../src/errors/codes.js';
import { SessionError, type SessionErrorFacts } from '../../src/errors/session-error.js';
import { classify, type ExitFacts } from '../../src/supervisor/exit-class.js';

const idle: ExitFacts = { asked: false, wasReady: true, inTurn: false };
const classOf = (code: SessionErrorCode, known: SessionErrorFacts = {}, facts: Partial<ExitFacts> = {}) =>
  classify(new SessionError(code, 'It ended.', known), { ...idle, ...facts });

// The compiler holds this to the type: a new code has to be decided on.
const MENDABLE = {
  invalid_option: false,
  name_taken: true,
  conversation_in_use: true,
  not_found: true,
  cli_not_found: false,
  cli_incompatible: false,
  conversation_not_found: false,
  session_id_in_use: false,
  context_lost: false,
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
} satisfies Record<SessionErrorCode, boolean>;

describe.each(Object.entries(MENDABLE) as [SessionErrorCode, boolean][])(
  'an exit by %s',
  (code, mendable) => {
    test(mendable ? 'may be mended by a restart' : 'is not mended by a restart', () => {
      expect(classOf(code).mendable).toBe(mendable);
    });

    test('is abnormal, before the session was ready or when it was idle', () => {
      expect(classOf(code).kind).toBe('abnormal');
      expect(classOf(code, {}, { wasReady: false }).kind).toBe('abnormal');
    });

    test('is a shutdown where the end was asked for, however it came', () => {
      expect(classOf(code, { exitCode: 1 }, { asked: true }).kind).toBe('shutdown');
      expect(classOf(code, { signal: 'SIGKILL' }, { asked: true, inTurn: true }).kind).toBe('shutdown');
      expect(classOf(code, {}, { asked: true, wasReady: false }).kind).toBe('shutdown');
    });
  },
);

describe('a process that ended unasked', () => {
  test.each<[how: SessionErrorFacts, idle: string, inTurn: string]>([
    [{ exitCode: 0 }, 'normal', 'abnormal'],
    [{ exitCode: 1 }, 'abnormal', 'abnormal'],
    [{ exitCode: 137 }, 'abnormal', 'abnormal'],
    [{ signal: 'SIGTERM' }, 'shutdown', 'shutdown'],
    [{ signal: 'SIGINT' }, 'shutdown', 'shutdown'],
    [{ signal: 'SIGHUP' }, 'shutdown', 'shutdown'],
    [{ exitCode: 143 }, 'shutdown', 'shutdown'],
    [{ exitCode: 130 }, 'shutdown', 'shutdown'],
    [{ exitCode: 129 }, 'shutdown', 'shutdown'],
    [{ signal: 'SIGKILL' }, 'abnormal', 'abnormal'],
    [{ signal: 'SIGSEGV' }, 'abnormal', 'abnormal'],
    [{}, 'abnormal', 'abnormal'],
  ])('by %o was %s when idle, and %s within a turn', (how, whenIdle, withinTurn) => {
    expect(classOf('crashed', how).kind).toBe(whenIdle);
    expect(classOf('crashed', how, { inTurn: true }).kind).toBe(withinTurn);
  });

  test.each<[how: SessionErrorFacts]>([[{ exitCode: 0 }], [{ exitCode: 143 }], [{ signal: 'SIGTERM' }]])(
    'by %o has failed to start, where it was not ready yet',
    (how) => {
      expect(classOf('crashed', how, { wasReady: false }).kind).toBe('abnormal');
      expect(classOf('start_failed', how, { wasReady: false }).kind).toBe('abnormal');
    },
  );

  test('is abnormal where we killed it, whatever signal that took', () => {
    expect(classOf('unresponsive', { signal: 'SIGTERM' }).kind).toBe('abnormal');
    expect(classOf('control_timeout', { exitCode: 143 }).kind).toBe('abnormal');
  });
});

describe('a failed start', () => {
  test.each([
    "error: option '--permission-prompts <target>' argument 'banana' is invalid. Allowed choices are host, none.",
    "error: option '--effort <level>' argument missing",
    'Error: Settings file not found: /nowhere.json',
    'Error: Invalid MCP configuration:\nMCP config file not found: /nowhere.json',
    "Error: Invalid --agents configuration:\ninvalid JSON: JSON Parse error: Expected '}'",
    'Error: --resume-session-at requires --resume',
    'a warning\nError: Can only use --worktree in a git repository, but /work is not a git repository.',
  ])('is not mended where the CLI refused an option: %j', (stderrTail) => {
    expect(classOf('start_failed', { stderrTail, exitCode: 1 }).mendable).toBe(false);
  });

  test.each(['', 'Error: no space left on device', "The model said: error: option '--x' is fine"])(
    'may be mended where it was something else: %j',
    (stderrTail) => {
      expect(classOf('start_failed', { stderrTail, exitCode: 1 }).mendable).toBe(true);
    },
  );

  test('is told from a crash of a session that had been up and talked about options', () => {
    expect(classOf('crashed', { stderrTail: "error: option '--x' argument missing" }).mendable).toBe(true);
  });
});

test('the error is handed on, and nothing says yet that force was needed', () => {
  const error = new SessionError('crashed', 'It ended.');
  expect(classify(error, idle)).toEqual({ kind: 'abnormal', mendable: true, forced: false, error });
  expect(classify(error, idle).error).toBe(error);
});
