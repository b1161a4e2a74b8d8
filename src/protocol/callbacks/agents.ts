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
  /** Begins the first turn, where it leads the main conversation (option `agent`). */
  readonly initialPrompt?: string | undefined;
  readonly maxTurns?: number | undefined;
  /** It compacts its conversation at so many tokens; only ever sooner than it would anyway. */
  readonly autoCompactWindow?: number | undefined;
  /** The turn goes on while it works. */
  readonly background?: boolean | undefined;
  /** It is not given the CLAUDE.md files. */
  readonly omitClaudeMd?: boolean | undefined;
  /** Whose memory files it is given. */
  readonly memory?: 'user' | 'project' | 'local' | undefined;
  readonly effort?: 'low' | 'medium' | 'high' | 'xhigh' | 'max' | number | undefined;
  readonly permissionMode?: PermissionMode | undefined;
  /** Agents that watch it in the background: up to four names, with commas between them. */
  readonly observer?: string | undefined;
  /** What they are told beside what it does. */
  readonly observerMessage?: string | undefined;
  readonly criticalSystemReminder_EXPERIMENTAL?: string | undefined;
}
