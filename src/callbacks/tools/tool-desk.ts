import { isRecord } from '../../base/is-record.js';
import type { HostCall } from '../../adapter/session-adapter.js';
import type { McpSdkServerConfigWithInstance } from '../../protocol/callbacks/index.js';
import { type JsonRpc } from './json-rpc.js';
import { runCallback } from '../run-callback.js';
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
  /** Those that the CLI knows of. */
  #links: Links;
  /** Those that it is being told of, in that order. */
  readonly #wanted = new Set<Links>();

  constructor({ of, servers, send }: ToolDeskRequest) {
    this.#of = of;
    this.#send = send;
    this.#links = new Map();
    this.#links = this.#linksTo(servers);
  }

  /**
   * Other servers from now on, if `ask` succeeds, as by `mcp_set_servers`. Until it has, there are both: the CLI may call
   * one of before, and begins to talk to the new ones with its answer. Several at a time are answered in their order.
   */
  async replace<T>(servers: HostServers, ask: () => Promise<T>): Promise<T> {
    const wanted = this.#linksTo(servers);
    this.#wanted.add(wanted);
    const before = this.#reachable();
    try {
      const answer = await ask();
      this.#links = wanted;
      return answer;
    } finally {
      this.#wanted.delete(wanted);
      const reachable = this.#reachable();
      for (const link of before) if (!reachable.has(link)) link.hub.leave(link);
    }
  }

  /** Answers the CLI, which wants an answer also to what is no request. Rejects where there is none. */
  async pass({ request, signal }: HostCall): Promise<Readonly<Record<string, unknown>>> {
    const { server_name: name, message } = request;
    const link = this.#find(String(name));
    if (!link) throw new Error(`No MCP server '${String(name)}' is in this host.`);
    if (!isRecord(message)) throw new Error('A message of MCP is an object.');
    const pass = (): Promise<JsonRpc> => link.hub.pass(link, message, signal);
    return { mcp_response: await runCallback(this.#of, pass, signal) };
  }

  /** The process is gone: no server needs to tell it anything any more. */
  disconnect(): void {
    for (const link of this.#reachable()) link.hub.leave(link);
  }

  #find(name: string): Link | undefined {
    const latest = [...this.#wanted].reverse().find((links) => links.has(name));
    return (latest ?? this.#links).get(name);
  }

  #reachable(): ReadonlySet<Link> {
    return new Set([this.#links, ...this.#wanted].flatMap((links) => [...links.values()]));
  }

  #linksTo(servers: HostServers): Links {
    return new Map(
      Object.entries(servers).map(([name, { instance }]) => {
        const hub = ServerHub.of(instance);
        const known = this.#find(name);
        const tell = (message: JsonRpc): void => this.#send(name, message);
        return [name, known?.hub === hub ? known : { hub, tell }];
      }),
    );
  }
}
