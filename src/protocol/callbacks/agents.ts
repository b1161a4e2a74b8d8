import type { PermissionMode } from '../options/permission-mode.js';
import type { McpServerConfigForProcessTransport } from './mcp-servers.js';

/** A subagent that the model may call, shaped as in the official SDK; what is not given is as in the main conversation. */
export interface AgentDefinition {
  /** When to use it, for the model. */
  readonly description: string;
  /** Its system prompt. */
  readonly prompt: string;
  readonly tools?: readonly string[] | undefined;
  readonly disallowedTools?: readonly string[] | undefined;
  readonly model?: string | undefined;
  /** By the names of the session's servers, or as configurations of its own. */
  readonly mcpServers?:
    readonly (string | Readonly<Record<string, McpServerConfigForProcessTransport>>)[] | undefined;
  readonly skills?: readonly string[] | undefined;
  readonly initialPrompt?: string | undefined;
  readonly maxTurns?: number | undefined;
  /** The turn goes on while it works. */
  readonly background?: boolean | undefined;
  readonly omitClaudeMd?: boolean | undefined;
  readonly memory?: 'user' | 'project' | 'local' | undefined;
  readonly effort?: 'low' | 'medium' | 'high' | 'xhigh' | 'max' | number | undefined;
  readonly permissionMode?: PermissionMode | undefined;
}
