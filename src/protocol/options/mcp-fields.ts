import type {
  AgentDefinition,
  McpSdkServerConfigWithInstance,
  McpServerConfig,
  McpServerConfigForProcessTransport,
} from '../callbacks/index.js';

type Servers = Readonly<Record<string, McpServerConfig>> | undefined;

/** Those that the CLI reaches by itself; `undefined` where there are none. */
export function processServers(
  servers: Servers,
): Readonly<Record<string, McpServerConfigForProcessTransport>> | undefined {
  return among(servers, (config) => config.type !== 'sdk') as
    Readonly<Record<string, McpServerConfigForProcessTransport>> | undefined;
}

/** Those within this host; `undefined` where there are none. */
export function hostServers(
  servers: Servers,
): Readonly<Record<string, McpSdkServerConfigWithInstance>> | undefined {
  return among(servers, (config) => config.type === 'sdk') as
    Readonly<Record<string, McpSdkServerConfigWithInstance>> | undefined;
}

/** What the handshake says of MCP servers (`cli-protocol.md`, 2): for those of this host, their names and no more. */
export function mcpFields(servers: Servers): Record<string, unknown> {
  const ofHost = Object.entries(hostServers(servers) ?? {});
  const configured = ofHost.filter(([, { timeout, tools }]) => timeout !== undefined || tools !== undefined);
  const ofCli = processServers(servers);
  return {
    ...(ofCli && { mcpServers: ofCli }),
    ...(ofHost.length > 0 && { sdkMcpServers: ofHost.map(([name]) => name) }),
    ...(configured.length > 0 && {
      sdkMcpServerConfigs: Object.fromEntries(
        configured.map(([name, { timeout, tools }]) => [name, { timeout, tools }]),
      ),
    }),
  };
}

/** Servers as `mcp_set_servers` names them: of those within this host, no more than goes over the wire. */
export function wireServers(
  servers: Readonly<Record<string, McpServerConfig>>,
): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(servers).map(([name, config]): [string, object] => {
      // The CLI fails on a program without them here, though not in the handshake.
      if (config.type === undefined || config.type === 'stdio') return [name, { args: [], ...config }];
      if (config.type !== 'sdk') return [name, config];
      const { type, timeout, tools } = config;
      return [name, { type, name, timeout, tools }];
    }),
  );
}

/** What must not be told of servers: the values of their variables and headers, and what follows a word as `Bearer`. */
export function serverSecrets(servers: unknown): readonly string[] {
  return Object.values((servers ?? {}) as Readonly<Record<string, ServerSecrets>>).flatMap((server) =>
    [server.env, server.headers]
      .flatMap((values) => Object.values(values ?? {}))
      .flatMap((value) => [value, value.slice(value.lastIndexOf(' ') + 1)]),
  );
}

/** The same of the servers that subagents have for themselves. */
export function agentSecrets(agents: Readonly<Record<string, AgentDefinition>> = {}): readonly string[] {
  return Object.values(agents)
    .flatMap(({ mcpServers = [] }) => mcpServers)
    .flatMap((server) => (typeof server === 'string' ? [] : serverSecrets(server)));
}

interface ServerSecrets {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

function among(servers: Servers, isOne: (config: McpServerConfig) => boolean): Servers {
  const found = Object.entries(servers ?? {}).filter(([, config]) => isOne(config));
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
