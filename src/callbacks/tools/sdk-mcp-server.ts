import { faultText } from '../../base/fault-text.js';
import { SessionError } from '../../errors/session-error.js';
import type {
  McpSdkServerConfigWithInstance,
  SdkMcpServerOptions,
  SdkMcpToolDefinition,
  ToolCallExtra,
} from '../../protocol/callbacks/index.js';
import { checkServer } from './check-tools.js';
import { mcpSdk, type McpServer } from './mcp-sdk.js';

/**
 * An MCP server within this host, for `mcpServers`. Many sessions may use it at once. Needs the package
 * `@modelcontextprotocol/sdk`, and throws `mcp_sdk_not_found` without it; throws `invalid_option` for what is no option or
 * no tool, and for a tool whose name is taken, or whose shape cannot be told to a model.
 */
export function createSdkMcpServer(options: SdkMcpServerOptions): McpSdkServerConfigWithInstance {
  checkServer(options);
  const { name, version = '1.0.0', instructions, tools, alwaysLoad, timeout } = options;
  const { McpServer } = mcpSdk();
  const instance = new McpServer(
    { name, version },
    { capabilities: tools ? { tools: {} } : {}, ...(instructions !== undefined && { instructions }) },
  );
  for (const each of tools ?? []) register(instance, each, alwaysLoad === true);
  return { type: 'sdk', name, instance, ...(timeout !== undefined && { timeout }) };
}

function register(server: McpServer, tool: SdkMcpToolDefinition, alwaysLoad: boolean): void {
  const { name, description, inputSchema, annotations } = tool;
  const meta = { ...(alwaysLoad && { 'anthropic/alwaysLoad': true }), ...tool._meta };
  try {
    // Otherwise it fails when tools are listed, and takes all tools of the server with it.
    mcpSdk().toJsonSchema(inputSchema);
    server.registerTool(
      name,
      { description, inputSchema, annotations, ...(Object.keys(meta).length > 0 && { _meta: meta }) },
      (args: never, extra: ToolCallExtra) => tool.handler(args, extra),
    );
  } catch (fault) {
    throw new SessionError(
      'invalid_option',
      `The tool '${name}' cannot be one of the server: ${faultText(fault)}`,
      { option: `tools.${name}`, cause: fault },
    );
  }
}
