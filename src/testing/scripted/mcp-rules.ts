import * as z from 'zod';
import type { ControlRequestBody } from '../../protocol/wire/classify-line.js';
import { failure, success, type ControlVerdict } from './control-verdict.js';
import type { McpServers } from './mcp-servers.js';

const configs = z.record(z.string(), z.record(z.string(), z.unknown()));

export function mcpSetServers({ servers: given }: ControlRequestBody, servers: McpServers): ControlVerdict {
  const { data: wanted } = configs.safeParse(given);
  if (!wanted) return failure('mcp_set_servers: servers must be an object of config objects');
  return { ...success({ ...servers.replace(wanted) }), then: () => servers.connect() };
}

export function mcpToggle(request: ControlRequestBody, servers: McpServers): ControlVerdict {
  const { serverName: name, enabled } = request;
  if (typeof name !== 'string') return failure('mcp_toggle: serverName must be a string');
  if (typeof enabled !== 'boolean') return failure('mcp_toggle: enabled must be a boolean');
  if (!servers.has(name)) return notFound(name);
  if (enabled) servers.turnOn(name);
  else servers.turnOff(name);
  return { ...success(), then: () => servers.connect() };
}

export function mcpReconnect({ serverName: name }: ControlRequestBody, servers: McpServers): ControlVerdict {
  if (typeof name !== 'string') return failure('mcp_reconnect: serverName must be a string');
  if (!servers.has(name)) return notFound(name);
  return servers.isOfHost(name) ? failure('SDK servers should be handled in print.ts') : success();
}

function notFound(name: string): ControlVerdict {
  return failure(`Server not found: ${name}`);
}
