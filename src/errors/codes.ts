/**
 * Why something failed. A code is part of the API: it does not change with the wording of the message.
 *
 * Options and names
 * - `invalid_option`: an option is unknown, of the wrong type or contradicts another; nothing was started.
 * - `name_taken`: a live session holds that name.
 * - `conversation_in_use`: a live session of this system holds that conversation.
 * - `not_found`: no session has that name, or no child that id.
 *
 * Starting
 * - `cli_not_found`: there is no Claude Code executable to run.
 * - `cli_incompatible`: the executable answers as too old a CLI does, or does not know a flag.
 * - `conversation_not_found`: the conversation to resume, continue or read does not exist.
 * - `session_id_in_use`: the CLI has a conversation under the `sessionId` that was asked for.
 * - `context_lost`: the conversation that a restart was to come back to is gone; `sessionId` is its id.
 * - `start_failed`: the CLI ended before it was ready, with the words in the message.
 *
 * Running
 * - `crashed`: the process ended without being asked to.
 * - `restarted`: a supervisor restarted the session while the query was being answered.
 * - `unresponsive`: the CLI did not answer an interrupt in time and was killed.
 * - `stopped`: the session was stopped.
 * - `not_stopped`: something of the process tree is alive after SIGKILL; the message names the pids.
 * - `timeout`, `inactivity_timeout`, `control_timeout`: a time limit was reached.
 * - `aborted`: the caller's `AbortSignal` fired.
 * - `overflow`: a reader left more than `maxBufferedBytes` untaken.
 * - `control_failed`: the CLI answered a control request with an error; `controlCode` is its own code for it.
 * - `not_pending`: the question was answered, was withdrawn, or ran out of time.
 * - `calling_self`: a callback of the session would wait for its own turn (OTP's word).
 * - `protocol`: the CLI closed a turn in a way that is not known.
 *
 * Answers: what `query()` and `finalText()` reject with when a result has `is_error`; see {@link resultErrorCode}
 * - `auth`, `rate_limited`, `overloaded`, `invalid_request`, `model_not_found`, `prompt_too_long`: by the API's status.
 * - `connection_failed`: the API could not be reached, or the connection broke.
 * - `api_error`: any other failure of the API.
 * - `max_turns`, `budget_exhausted`, `interrupted`, `execution_failed`.
 *
 * Supervision, in OTP's words
 * - `already_started`, `already_present`: there is a child of that id, which runs or does not; or a supervisor of that name.
 * - `running`, `restarting`: not while the child runs, or is about to be restarted.
 * - `max_children`: the supervisor has as many children as it may.
 * - `noproc`: no such supervisor runs.
 * - `shutdown`: the supervisor ends, or has ended because a significant child has.
 * - `gave_up`: a supervisor restarted too often; `path` leads to the child at fault, `cause` is its last failure.
 *
 * Use
 * - `mcp_sdk_not_found`: `createSdkMcpServer` was called without the package `@modelcontextprotocol/sdk`.
 * - `inspector_not_found`: `statelyInspector` was called without the packages `@statelyai/inspect` and `ws`.
 * - `stream_consumed`: a stream was iterated a second time.
 * - `partial_messages_off`: a delta helper was called without `includePartialMessages`.
 */
export type SessionErrorCode =
  | 'invalid_option'
  | 'name_taken'
  | 'conversation_in_use'
  | 'not_found'
  | 'cli_not_found'
  | 'cli_incompatible'
  | 'conversation_not_found'
  | 'session_id_in_use'
  | 'context_lost'
  | 'start_failed'
  | 'crashed'
  | 'restarted'
  | 'unresponsive'
  | 'stopped'
  | 'not_stopped'
  | 'timeout'
  | 'inactivity_timeout'
  | 'control_timeout'
  | 'aborted'
  | 'overflow'
  | 'control_failed'
  | 'not_pending'
  | 'calling_self'
  | 'protocol'
  | ResultErrorCode
  | SupervisionErrorCode
  | 'mcp_sdk_not_found'
  | 'inspector_not_found'
  | 'stream_consumed'
  | 'partial_messages_off';

/** The codes that a result of the CLI is judged to have. */
export type ResultErrorCode =
  | 'auth'
  | 'rate_limited'
  | 'overloaded'
  | 'invalid_request'
  | 'model_not_found'
  | 'prompt_too_long'
  | 'connection_failed'
  | 'api_error'
  | 'max_turns'
  | 'budget_exhausted'
  | 'interrupted'
  | 'execution_failed';

/** Why a supervisor refused a call, or ended. */
export type SupervisionErrorCode =
  | 'already_started'
  | 'already_present'
  | 'running'
  | 'restarting'
  | 'max_children'
  | 'noproc'
  | 'shutdown'
  | 'gave_up';
