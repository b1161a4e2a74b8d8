import type { McpServerConfig, PermissionMode, SessionOptions } from 'troupe';

/** JSON as it came. */
export type Plain = Readonly<Record<string, unknown>>;

/** One of the two libraries, in a conversation. What both can do is named as the official SDK names it. */
export interface Peer extends AsyncDisposable {
  /** What its consumer was given so far. */
  readonly messages: readonly Plain[];
  /** Asks; settles with the result of that turn. */
  turn(prompt: string): Promise<void>;
  interrupt(): Promise<unknown>;
  setModel(model?: string): Promise<unknown>;
  setPermissionMode(mode: PermissionMode): Promise<unknown>;
  setMaxThinkingTokens(tokens: number | null): Promise<unknown>;
  rewindFiles(userMessageId: string, options?: { dryRun?: boolean }): Promise<unknown>;
  setMcpServers(servers: Readonly<Record<string, McpServerConfig>>): Promise<unknown>;
  mcpServerStatus(): Promise<unknown>;
  toggleMcpServer(name: string, enabled: boolean): Promise<unknown>;
  supportedCommands(): Promise<unknown>;
  supportedModels(): Promise<unknown>;
  supportedAgents(): Promise<unknown>;
  accountInfo(): Promise<unknown>;
  getContextUsage(options: { detail: 'summary' }): Promise<unknown>;
}

/** Starts a conversation with options that mean the same to both. */
export type StartPeer = (options: SessionOptions) => Peer;
