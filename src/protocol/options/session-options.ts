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

export type PermissionMode = 'default' | 'acceptEdits' | 'bypassPermissions' | 'plan' | 'dontAsk' | 'auto';

export type SettingSource = 'user' | 'project' | 'local';
