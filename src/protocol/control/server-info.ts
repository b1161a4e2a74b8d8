/** What the CLI said of itself when it answered the handshake; the CLI's own keys, and more than is typed here. */
export interface ServerInfo {
  readonly claude_code_version: string;
  readonly commands: readonly SlashCommand[];
  readonly agents: readonly AgentInfo[];
  readonly models: readonly ModelInfo[];
  readonly account: AccountInfo;
  readonly output_style: string;
  readonly available_output_styles: readonly string[];
  readonly current_permission_mode?: string;
  readonly pid?: number;
  readonly capabilities?: readonly string[];
  /** Whether the hooks of the handshake were taken; absent where it had none. */
  readonly hooks_applied?: boolean;
  /** Whether its MCP servers were taken, which does not mean that each connected; absent where it had none. */
  readonly mcp_servers_applied?: boolean;
  readonly [field: string]: unknown;
}

/** A command that a prompt may begin with, without its slash. */
export interface SlashCommand {
  readonly name: string;
  readonly description: string;
  readonly argumentHint: string;
  readonly aliases?: readonly string[];
  readonly builtin?: boolean;
}

/** A subagent that the model may call. */
export interface AgentInfo {
  readonly name: string;
  readonly description: string;
  readonly model?: string;
}

export interface ModelInfo {
  /** What `setModel` takes. */
  readonly value: string;
  readonly resolvedModel?: string;
  readonly displayName: string;
  readonly description: string;
  readonly supportsEffort?: boolean;
  readonly supportedEffortLevels?: readonly string[];
  readonly supportsAdaptiveThinking?: boolean;
  readonly supportsFastMode?: boolean;
  readonly supportsAutoMode?: boolean;
}

export interface AccountInfo {
  readonly email?: string;
  readonly organization?: string;
  readonly subscriptionType?: string;
  readonly tokenSource?: string;
  readonly apiKeySource?: string;
  readonly apiProvider?: string;
}
