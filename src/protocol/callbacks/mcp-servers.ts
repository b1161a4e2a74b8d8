/** An MCP server that a session may use: one that the CLI runs or connects to, or one within this host. */
export type McpServerConfig =
  McpStdioServerConfig | McpSSEServerConfig | McpHttpServerConfig | McpSdkServerConfigWithInstance;

/** Those that the CLI reaches by itself. They go by the handshake, so that their secrets are in no process list. */
export type McpServerConfigForProcessTransport =
  McpStdioServerConfig | McpSSEServerConfig | McpHttpServerConfig;

interface McpServerConfigBase {
  /** Limit of a tool call, in ms; below 1 000 it is ignored. Default: the CLI's. */
  readonly timeout?: number | undefined;
  /** All its tools are in every prompt, and none is left to be searched for. Default: `false`. */
  readonly alwaysLoad?: boolean | undefined;
}

/** A program that the CLI starts. Its `args` are in the process list, its `env` is not. */
export interface McpStdioServerConfig extends McpServerConfigBase {
  readonly type?: 'stdio' | undefined;
  readonly command: string;
  readonly args?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

export interface McpSSEServerConfig extends McpServerConfigBase {
  readonly type: 'sse';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly tools?: readonly McpServerToolPolicy[] | undefined;
}

export interface McpHttpServerConfig extends McpServerConfigBase {
  readonly type: 'http';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly tools?: readonly McpServerToolPolicy[] | undefined;
}

/** A server within this host: what `createSdkMcpServer` gives, or any `McpServer` of `@modelcontextprotocol/sdk`. */
export interface McpSdkServerConfigWithInstance {
  readonly type: 'sdk';
  readonly name: string;
  /** May serve many sessions at once, and outlives the processes of each. */
  readonly instance: McpServerInstance;
  readonly timeout?: number | undefined;
  readonly tools?: readonly McpServerToolPolicy[] | undefined;
}

/** As much of an `McpServer` as is used here; said in general terms, so that this entry does not need its package. */
export interface McpServerInstance {
  connect(transport: never): Promise<void>;
  close(): Promise<void>;
}

/** What the host lets be done with one tool of a server. */
export interface McpServerToolPolicy {
  readonly name: string;
  readonly permission_policy?: 'always_allow' | 'always_ask' | 'always_deny' | undefined;
  readonly org_max_permission?: 'allow' | 'ask' | 'blocked' | undefined;
}
