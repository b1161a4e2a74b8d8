import type * as z from 'zod';
import type { McpServerConfig } from '../protocol/callbacks/index.js';
import type {
  AccountInfo,
  AgentInfo,
  ContextUsage,
  ControlAnswer,
  ControlPayload,
  McpServerStatus,
  McpSetServersResult,
  ModelInfo,
  RewindFilesResult,
  ServerInfo,
  SlashCommand,
} from '../protocol/control/index.js';
import type { PermissionMode } from '../protocol/options/permission-mode.js';
import { checkAgainst } from '../protocol/options/check-options.js';
import { optionSchemas } from '../protocol/options/options-schema.js';
import { quiet } from '../base/quiet.js';
import type { SessionControls } from './session-controls.js';

/** The verbs of runtime control, each in terms of the request that it is on the wire. */
export abstract class ControlVerbs implements SessionControls {
  abstract control<Subtype extends string>(
    subtype: Subtype,
    payload?: ControlPayload<Subtype>,
  ): Promise<ControlAnswer<Subtype>>;

  abstract getServerInfo(): Promise<ServerInfo>;

  setModel(model?: string): Promise<{ readonly model: string }> {
    return this.control('set_model', { model: model ?? null });
  }

  setPermissionMode(mode: PermissionMode): Promise<{ readonly mode: PermissionMode }> {
    return this.control('set_permission_mode', { mode });
  }

  setMaxThinkingTokens(
    maxThinkingTokens: number | null,
    thinkingDisplay?: 'summarized' | 'omitted' | 'highlights' | null,
  ): Promise<void> {
    return done(
      this.control('set_max_thinking_tokens', {
        max_thinking_tokens: maxThinkingTokens,
        ...(thinkingDisplay !== undefined && { thinking_display: thinkingDisplay }),
      }),
    );
  }

  getMcpStatus(): Promise<{ readonly servers: readonly McpServerStatus[] }> {
    return part(this.control('mcp_status'), ({ mcpServers }) => ({ servers: mcpServers }));
  }

  reconnectMcpServer(serverName: string): Promise<void> {
    return done(this.control('mcp_reconnect', { serverName }));
  }

  toggleMcpServer(serverName: string, enabled: boolean): Promise<void> {
    return done(this.control('mcp_toggle', { serverName, enabled }));
  }

  setMcpServers(servers: Readonly<Record<string, McpServerConfig>>): Promise<McpSetServersResult> {
    return this.control('mcp_set_servers', { servers });
  }

  supportedCommands(): Promise<readonly SlashCommand[]> {
    return part(this.getServerInfo(), ({ commands }) => commands);
  }

  supportedModels(): Promise<readonly ModelInfo[]> {
    return part(this.getServerInfo(), ({ models }) => models);
  }

  supportedAgents(): Promise<readonly AgentInfo[]> {
    return part(this.getServerInfo(), ({ agents }) => agents);
  }

  accountInfo(): Promise<AccountInfo> {
    return part(this.getServerInfo(), ({ account }) => account);
  }

  getContextUsage(options: { readonly detail?: 'summary' | 'full' | undefined } = {}): Promise<ContextUsage> {
    return this.#checked({ detail: optionSchemas().kinds.detail }, options, ({ detail }) =>
      this.control('get_context_usage', detail === undefined ? {} : { detail }),
    );
  }

  rewindFiles(
    userMessageId: string,
    options: { readonly dryRun?: boolean | undefined } = {},
  ): Promise<RewindFilesResult> {
    // One that is misspelt would rewind.
    return this.#checked({ dryRun: optionSchemas().kinds.flag }, options, ({ dryRun = false }) =>
      this.control('rewind_files', { user_message_id: userMessageId, ...(dryRun && { dry_run: true }) }),
    );
  }

  stopTask(taskId: string): Promise<void> {
    return done(this.control('stop_task', { task_id: taskId }));
  }

  #checked<Options, Answer>(
    schemas: Readonly<Record<string, z.ZodType>>,
    options: Options,
    ask: (options: Options) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      checkAgainst(schemas, options, 'verb');
      return ask(options);
    } catch (error) {
      return quiet(Promise.reject(error as Error));
    }
  }
}

function done(answer: Promise<unknown>): Promise<void> {
  return part(answer, () => undefined);
}

function part<Whole, Part>(answer: Promise<Whole>, take: (whole: Whole) => Part): Promise<Part> {
  return quiet(answer.then(take));
}
