import type { McpServerConfig } from '../protocol/callbacks/index.js';
import type {
  AccountInfo,
  AgentInfo,
  ContextUsage,
  ControlAnswer,
  ControlPayload,
  McpServerStatus,
  McpSetServersResult,
  ModelInfo,
  RewindFilesResult,
  ServerInfo,
  SlashCommand,
} from '../protocol/control/index.js';
import type { PermissionMode } from '../protocol/options/permission-mode.js';

/**
 * What may be changed and asked while a session runs, also while a turn is open: none of it waits in the mailbox, nor
 * interrupts anything. Before the CLI is ready it waits for that. Each settles within `controlTimeout`, and rejects with
 *
 * - `control_failed`, where the CLI refuses, in its own words, with its own code as `controlCode`;
 * - `control_timeout`, where neither it got ready nor an answer came in time;
 * - `stopped`, `gave_up` or what else ended the session, where there is no process, nor will be one;
 * - `crashed` or `restarted`, where the process ended before it answered. It is not asked again: nobody knows what it did.
 *
 * What was set by these holds for the processes that come after a crash, too.
 */
export interface SessionControls {
  /** Requests from now on go to that model, by its id or alias; without one, to the CLI's default. */
  setModel(model?: string): Promise<{ readonly model: string }>;
  /**
   * What happens to tool calls that no rule covers, from now on. Rejects with `invalid_option` for `bypassPermissions` in a
   * session that was not started with `allowDangerouslySkipPermissions`.
   */
  setPermissionMode(mode: PermissionMode): Promise<{ readonly mode: PermissionMode }>;
  /**
   * How many tokens the model may think with, from the next request on; 0 turns thinking off, `null` goes back to what the
   * session was started with. Models that decide by themselves how much they think take no notice of it (seen with 2.1.330).
   * `thinkingDisplay` is how thinking is shown from now on, and left as it is where it is not given.
   */
  setMaxThinkingTokens(
    maxThinkingTokens: number | null,
    thinkingDisplay?: 'summarized' | 'omitted' | 'highlights' | null,
  ): Promise<void>;

  /** The MCP servers, and how they are. */
  getMcpStatus(): Promise<{ readonly servers: readonly McpServerStatus[] }>;
  /** Connects to a server anew. Rejects with `control_failed` where that fails. */
  reconnectMcpServer(serverName: string): Promise<void>;
  /** Turns a server off, or on again. */
  toggleMcpServer(serverName: string, enabled: boolean): Promise<void>;
  /**
   * Puts these in the place of the servers of earlier calls, and of all servers within this host; those that the CLI
   * reaches by itself and that the session was started with, stay. Throws `invalid_option`.
   */
  setMcpServers(servers: Readonly<Record<string, McpServerConfig>>): Promise<McpSetServersResult>;

  /** What the CLI said of itself when this process answered the handshake. */
  getServerInfo(): Promise<ServerInfo>;
  supportedCommands(): Promise<readonly SlashCommand[]>;
  supportedModels(): Promise<readonly ModelInfo[]>;
  supportedAgents(): Promise<readonly AgentInfo[]>;
  accountInfo(): Promise<AccountInfo>;

  /** What the context window holds. `'full'`, the default, has the API count the tokens; `'summary'` estimates them. */
  getContextUsage(options?: { readonly detail?: 'summary' | 'full' | undefined }): Promise<ContextUsage>;
  /**
   * Brings the files back that the tools Write, Edit and NotebookEdit have changed since that prompt: contents as they were
   * before its turn, and what was created is removed. Needs `enableFileCheckpointing`; the id is the `uuid` of a `user`
   * message. With `dryRun` nothing is touched, and the result says what would be; and `canRewind: false` is an answer then,
   * where otherwise it rejects with `control_failed`. A misspelt option rejects with `invalid_option`.
   */
  rewindFiles(
    userMessageId: string,
    options?: { readonly dryRun?: boolean | undefined },
  ): Promise<RewindFilesResult>;
  /** Ends a task in the background; one that there is not is ended already. */
  stopTask(taskId: string): Promise<void>;

  /**
   * Any other control request, by the CLI's own names (`cli-protocol.md`, 4.2). Rejects with `invalid_option` for those
   * that have a verb of their own because they would upset the session: `initialize`, `interrupt`, `end_session`,
   * `mcp_message`, `claim_session`, `set_cwd`.
   */
  control<Subtype extends string>(
    subtype: Subtype,
    payload?: ControlPayload<Subtype>,
  ): Promise<ControlAnswer<Subtype>>;
}
