import type {
  AgentDefinition,
  CanUseTool,
  Hooks,
  McpServerConfig,
  OnElicitation,
  OnUserDialog,
} from '../callbacks/index.js';
import type { PermissionMode } from './permission-mode.js';

export type { PermissionMode };

/**
 * How a session is started. Everything is optional: `startSession()` talks to the service with the ANTHROPIC_API_KEY of
 * the host's environment. What is not given is not sent, so the CLI's own defaults hold, but for `settingSources` and
 * `env`. Names the guide does not know are spelled as in the official TypeScript SDK.
 *
 * A bad option is refused at once with `invalid_option`, before anything is started.
 */
export interface SessionOptions {
  /** Registers the session, so that `getSession(name)` finds it; unique among live sessions (`name_taken`). */
  readonly name?: string | undefined;

  /** Id of the conversation to come back to; `undefined` is refused. Not together with `continue`. */
  readonly resume?: string | undefined;
  /** Comes back to the latest conversation of `cwd`; `conversation_not_found` if there is none. */
  readonly continue?: boolean | undefined;
  /** Starts a new conversation from the history of the one given by `resume` or `continue`, which is left as it is. */
  readonly forkSession?: boolean | undefined;
  /** Id of the new conversation: a UUID. With `resume` or `continue` only for a fork. Default: a random one. */
  readonly sessionId?: string | undefined;
  /** Leaves no transcript on disk; the conversation cannot be resumed then. Default: `false`. */
  readonly noSessionPersistence?: boolean | undefined;

  /** Model id or alias: `'sonnet'`, `'claude-sonnet-4-5-20250929'`. */
  readonly model?: string | undefined;
  /** Model to use when the first is overloaded. */
  readonly fallbackModel?: string | undefined;
  /** In place of the CLI's own system prompt; also when resuming. */
  readonly systemPrompt?: string | SystemPromptPreset | undefined;
  /** Shape of the answer, as JSON Schema; the answer arrives as `structured_output` of the result. */
  readonly outputFormat?: OutputFormat | undefined;
  /** Ends a turn after so many rounds of the model. */
  readonly maxTurns?: number | undefined;
  /** Ends turns once the process has cost this much, in US dollars. */
  readonly maxBudgetUsd?: number | undefined;
  /** Tokens the model may think with; 0 turns thinking off. */
  readonly maxThinkingTokens?: number | undefined;
  /** Also yields the model's stream piece by piece, as `stream_event` messages. Default: `false`. */
  readonly includePartialMessages?: boolean | undefined;

  /** The built-in tools there are; an empty list is none. */
  readonly tools?: readonly string[] | undefined;
  /** Tools, or patterns such as `Bash(git *)`, that run without asking. */
  readonly allowedTools?: readonly string[] | undefined;
  /** Tools that the model is not given. */
  readonly disallowedTools?: readonly string[] | undefined;
  /** What happens to tool calls that no rule covers. */
  readonly permissionMode?: PermissionMode | undefined;
  /** Needed for the permission mode `bypassPermissions`. Default: `false`. */
  readonly allowDangerouslySkipPermissions?: boolean | undefined;
  /**
   * Decides where a tool would have to be asked for; `'ask'` leaves each question to whoever answers it by its id (the
   * session's event `permission`, `pendingPermissions()`, `answerQuestion()`). Default: what would be asked is denied.
   */
  readonly canUseTool?: CanUseTool | 'ask' | undefined;
  /** Answers what MCP servers ask of their user, or `'ask'` as above. Default: declined. */
  readonly onElicitation?: OnElicitation | 'ask' | undefined;
  /** Shows the CLI's dialogs, or `'ask'` as above. Default: there are none. */
  readonly onUserDialog?: OnUserDialog | 'ask' | undefined;
  /** The kinds of dialogs that `onUserDialog` can show; no others come. */
  readonly supportedDialogKinds?: readonly string[] | undefined;
  /**
   * How long any such question may wait, in ms; then a tool is denied, and an elicitation or a dialog cancelled. Default:
   * `Infinity`.
   */
  readonly permissionTimeout?: number | undefined;
  /** Callbacks by event, which may look at what the CLI does, change it or forbid it. */
  readonly hooks?: Hooks | undefined;
  /** MCP servers by name. Their configurations are not visible in the process list. */
  readonly mcpServers?: Readonly<Record<string, McpServerConfig>> | undefined;
  /** No other MCP servers than these, whatever the settings say. Default: `false`. */
  readonly strictMcpConfig?: boolean | undefined;
  /** Subagents by name. */
  readonly agents?: Readonly<Record<string, AgentDefinition>> | undefined;
  /** The one of them, or of those in the settings, that the main conversation is led by. */
  readonly agent?: string | undefined;

  /**
   * Keeps what files were before the model's tools (Write, Edit, NotebookEdit) changed them, so that `rewindFiles` can bring
   * them back; prompts are then yielded as `user` messages with their `uuid` and `isReplay`. Default: `false`.
   */
  readonly enableFileCheckpointing?: boolean | undefined;
  /** Also yields a guess at the next prompt, as `prompt_suggestion` messages. Default: `false`. */
  readonly promptSuggestions?: boolean | undefined;
  /** Also yields what subagents say, not only their tool calls. Default: `false`. */
  readonly forwardSubagentText?: boolean | undefined;
  /** Also yields summaries of what subagents do, with `task_progress`. Default: `false`. */
  readonly agentProgressSummaries?: boolean | undefined;
  /** Also yields `hook_started`, `hook_progress` and `hook_response` messages. Default: `false`. */
  readonly includeHookEvents?: boolean | undefined;

  /** Directories beside `cwd` that tools may work in. */
  readonly additionalDirectories?: readonly string[] | undefined;
  /** Which settings files of the machine are read. Default: none, so that nothing of its user leaks in. */
  readonly settingSources?: readonly SettingSource[] | undefined;

  /** Working directory of the process; it must exist. Default: the host's. */
  readonly cwd?: string | undefined;
  /**
   * Environment of the process, over those of the host's variables that pass: PATH, HOME, TMPDIR, LANG, LC_*, proxies
   * and certificates, CLAUDE_CONFIG_DIR, ANTHROPIC_*, CLAUDE_CODE_OAUTH_TOKEN, Bedrock's and Vertex's. `undefined` takes
   * a variable away. It stands in place of a system's default `env` as a whole.
   */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** The CLI to run. Default: that of `@anthropic-ai/claude-code`, else `claude` on the PATH. */
  readonly pathToClaudeCodeExecutable?: string | undefined;
  /** Further flags, without their dashes; `null` for a flag without a value. They are visible in the process list. */
  readonly extraArgs?: Readonly<Record<string, string | null>> | undefined;

  /** Limit of a query, from being sent to its result, in ms. Default: 300 000. `Infinity` for none. */
  readonly timeout?: number | undefined;
  /** Limit of the silence between two messages of a query, in ms. Default: `Infinity`. */
  readonly inactivityTimeout?: number | undefined;
  /**
   * Limit of a control request, the handshake included, in ms. Default: 60 000. An interrupt has 10 000 at most: a CLI that
   * does not react to one is killed, and whoever left or timed out waits so long for the end of the turn.
   */
  readonly controlTimeout?: number | undefined;
  /**
   * What the reader of the open turn may leave untaken, in bytes as they came; then the turn is ended, and the reader
   * gets what is held and `overflow`. Default: 64 MiB.
   */
  readonly maxBufferedBytes?: number | undefined;
  /** How long `stop()` may take before the process tree is killed, in ms. Default: 5 000 (OTP's `shutdown`). */
  readonly shutdown?: number | undefined;
}

/** The CLI's own system prompt, with a text added to it. */
export interface SystemPromptPreset {
  readonly type: 'preset';
  readonly preset: 'claude_code';
  readonly append?: string | undefined;
}

export interface OutputFormat {
  readonly type: 'json_schema';
  readonly schema: Readonly<Record<string, unknown>>;
}

export type SettingSource = 'user' | 'project' | 'local';
