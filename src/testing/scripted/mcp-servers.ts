import * as z from 'zod';
import type { ControlRequestBody } from '../../protocol/wire/classify-line.js';
import type { AskHost } from './host-request.js';

type Fields = Readonly<Record<string, unknown>>;

interface Server {
  readonly isOfHost: boolean;
  readonly config: Fields;
  /** Those that a later `mcp_set_servers` leaves alone. */
  readonly isLaunched: boolean;
  status: 'connected' | 'pending' | 'disabled' | 'failed';
  about: Fields;
}

const record = z.record(z.string(), z.unknown());
const handshake = z.looseObject({
  mcpServers: z.record(z.string(), record).optional(),
  sdkMcpServers: z.array(z.string()).optional(),
});

/**
 * The MCP servers of a process (`cli-protocol.md`, 4.2 and 5.3). With those of the host it shakes hands; any other is taken
 * for one that works.
 */
export class McpServers {
  readonly #servers = new Map<string, Server>();
  readonly #ask: AskHost;

  constructor(ask: AskHost) {
    this.#ask = ask;
  }

  /** Those of a handshake, which is the first or a repeated one. */
  declare(request: ControlRequestBody): void {
    const { mcpServers = {}, sdkMcpServers = [] } = handshake.parse(request);
    for (const [name, config] of Object.entries(mcpServers)) this.#add(name, config, true);
    for (const name of sdkMcpServers) if (!this.has(name)) this.#add(name, { type: 'sdk', name }, false);
  }

  has(name: string): boolean {
    return this.#servers.has(name);
  }

  /** Whether it is one of the host's, and not turned off. */
  isOfHost(name: string): boolean {
    const server = this.#servers.get(name);
    return server?.isOfHost === true && server.status !== 'disabled';
  }

  /** As `mcp_status` lists them. */
  get list(): readonly object[] {
    return [...this.#servers].map(([name, { isOfHost, config, status, about }]) => ({
      name,
      status,
      ...(status === 'connected' && about),
      ...(!isOfHost && { config }),
      transport: isOfHost ? 'sdk' : (config.type ?? 'stdio'),
      scope: 'dynamic',
      source: isOfHost ? 'sdk' : 'dynamic',
    }));
  }

  /** Puts others in the place of those of the host, and of those that were set before. */
  replace(wanted: Readonly<Record<string, Fields>>): { added: string[]; removed: string[]; errors: object } {
    const replaced = [...this.#servers].filter(([, { isLaunched }]) => !isLaunched).map(([name]) => name);
    const removed = replaced.filter((name) => !(name in wanted));
    for (const name of removed) this.#servers.delete(name);
    const added = Object.keys(wanted).filter((name) => !replaced.includes(name));
    for (const name of added) this.#add(name, wanted[name] ?? {}, false);
    return { added, removed, errors: {} };
  }

  turnOff(name: string): void {
    const server = this.#servers.get(name);
    if (server) server.status = 'disabled';
  }

  turnOn(name: string): void {
    const server = this.#servers.get(name);
    if (server?.status === 'disabled') server.status = server.isOfHost ? 'pending' : 'connected';
  }

  /** Shakes hands with those of the host that it has not yet shaken hands with. */
  connect(): void {
    for (const [name, server] of this.#servers) {
      if (server.status === 'pending') void this.#shakeHands(name, server);
    }
  }

  async #shakeHands(name: string, server: Server): Promise<void> {
    const request = { subtype: 'mcp_message', server_name: name } as const;
    const say = (message: Fields): Promise<Fields> =>
      this.#ask({ ...request, message: { jsonrpc: '2.0', ...message } });
    const clientInfo = { name: 'claude-code', version: '2.1.330' };
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    try {
      const { result, error } = await say({ id: 0, method: 'initialize', params });
      if (error !== undefined) throw new Error('The server refused.');
      await say({ method: 'notifications/initialized' });
      const { result: listed } = await say({ id: 1, method: 'tools/list' });
      const { serverInfo } = record.parse(result);
      server.about = { serverInfo, tools: record.parse(listed).tools };
      if (server.status === 'pending') server.status = 'connected';
    } catch {
      if (server.status === 'pending') server.status = 'failed';
    }
  }

  #add(name: string, config: Fields, isLaunched: boolean): void {
    const isOfHost = config.type === 'sdk';
    this.#servers.set(name, {
      isOfHost,
      config,
      isLaunched,
      status: isOfHost ? 'pending' : 'connected',
      about: {},
    });
  }
}
