import type { HostCall } from '../adapter/session-adapter.js';
import type { McpSdkServerConfigWithInstance } from '../protocol/callbacks/index.js';

/** The MCP servers within this host that a session may use, by name. */
export type HostServers = Readonly<Record<string, McpSdkServerConfigWithInstance>>;

export interface ToolDeskRequest {
  /** Whose they are; see `run-callback.ts`. */
  readonly of: object;
  readonly servers: HostServers;
  /** Sends a message of a server's own accord to the CLI, as far as there is one; never throws. */
  readonly send: (serverName: string, message: Readonly<Record<string, unknown>>) => void;
}

/** Passes JSON-RPC messages between the CLI and the servers of this host (`cli-protocol.md`, 5.3). */
export class ToolDesk {
  #servers: HostServers;

  constructor(request: ToolDeskRequest) {
    this.#servers = request.servers;
  }

  /** Other servers from now on, as by `mcp_set_servers`; returns those there were. */
  replace(servers: HostServers): HostServers {
    const before = this.#servers;
    this.#servers = servers;
    return before;
  }

  async pass(call: HostCall): Promise<Readonly<Record<string, unknown>>> {
    return Promise.reject(new Error(`not built: ${call.id}`));
  }
}
