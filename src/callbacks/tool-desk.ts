import type { HostCall } from '../adapter/session-adapter.js';
import type { McpSdkServerConfigWithInstance } from '../protocol/callbacks/index.js';
import { isObject, type JsonRpc } from './json-rpc.js';
import { runCallback } from './run-callback.js';
import { ServerHub, type HubUser } from './server-hub.js';

/** The MCP servers within this host that a session may use, by name. */
export type HostServers = Readonly<Record<string, McpSdkServerConfigWithInstance>>;

export interface ToolDeskRequest {
  /** Whose they are; see `run-callback.ts`. */
  readonly of: object;
  readonly servers: HostServers;
  /** Sends a message of a server's own accord to the CLI, as far as there is one; never throws. */
  readonly send: (serverName: string, message: JsonRpc) => void;
}

/** A server as one session uses it. */
interface Link extends HubUser {
  readonly hub: ServerHub;
}

type Links = ReadonlyMap<string, Link>;

/** Passes JSON-RPC messages between the CLI and the servers of this host (`cli-protocol.md`, 5.3). */
export class ToolDesk {
  readonly #of: object;
  readonly #send: ToolDeskRequest['send'];
  #links: Links;

  constructor({ of, servers, send }: ToolDeskRequest) {
    this.#of = of;
    this.#send = send;
    this.#links = this.#linksTo(servers, new Map());
  }

  /** Other servers from now on, if `ask` succeeds, as by `mcp_set_servers`; until it has, there are both. */
  async replace<T>(servers: HostServers, ask: () => Promise<T>): Promise<T> {
    const before = this.#links;
    const after = this.#linksTo(servers, before);
    this.#links = new Map([...before, ...after]);
    try {
      const answer = await ask();
      this.#become(after);
      return answer;
    } catch (fault) {
      this.#become(before);
      throw fault;
    }
  }

  /** Answers the CLI, which wants an answer also to what is no request. Rejects where there is none. */
  async pass({ request, signal }: HostCall): Promise<Readonly<Record<string, unknown>>> {
    const { server_name: name, message } = request;
    const link = this.#links.get(String(name));
    if (!link) throw new Error(`No MCP server '${String(name)}' is in this host.`);
    if (!isObject(message)) throw new Error('A message of MCP is an object.');
    return { mcp_response: await runCallback(this.#of, () => link.hub.pass(link, message, signal)) };
  }

  /** The process is gone: no server needs to tell it anything any more. */
  disconnect(): void {
    for (const link of this.#links.values()) link.hub.leave(link);
  }

  #become(links: Links): void {
    const kept = new Set(links.values());
    for (const link of this.#links.values()) if (!kept.has(link)) link.hub.leave(link);
    this.#links = links;
  }

  #linksTo(servers: HostServers, before: Links): Links {
    return new Map(
      Object.entries(servers).map(([name, { instance }]) => {
        const hub = ServerHub.of(instance);
        const known = before.get(name);
        const tell = (message: JsonRpc): void => this.#send(name, message);
        return [name, known?.hub === hub ? known : { hub, tell }];
      }),
    );
  }
}
