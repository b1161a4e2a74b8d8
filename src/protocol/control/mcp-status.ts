/** An MCP server of a session, as the CLI sees it. */
export interface McpServerStatus {
  readonly name: string;
  readonly status: 'connected' | 'failed' | 'needs-auth' | 'pending' | 'disabled';
  readonly serverInfo?: { readonly name: string; readonly version: string };
  /** Why it failed. */
  readonly error?: string;
  /** Its configuration, which may hold secrets: it is what the session was given. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly scope?: string;
  /** Where it comes from: `sdk` is this host. Trust goes by this, never by the name. */
  readonly source?: string;
  readonly tools?: readonly {
    readonly name: string;
    readonly description?: string;
    readonly annotations?: Readonly<Record<string, unknown>>;
  }[];
}

/** What came of other MCP servers. */
export interface McpSetServersResult {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Why servers could not be connected to, by name. */
  readonly errors: Readonly<Record<string, string>>;
}
