import { fileURLToPath } from 'node:url';
import {
  createSdkMcpServer,
  tool,
  type McpStdioServerConfig,
  type SessionOptions,
  type ToolHandler,
} from 'troupe';
import { canary } from './canary-watch.js';

/** What canaries are planted into. */
export interface Ground {
  readonly env: Readonly<Record<string, string>>;
  /** Of an MCP server on the web. */
  readonly http: string;
  readonly sse: string;
  /** The tool within the host. */
  readonly tell: ToolHandler<Record<string, never>>;
}

/** How each option is tried; a new one has to be thought about here. */
type Table = {
  readonly [Option in keyof SessionOptions]-?:
    { readonly holds: (ground: Ground) => NonNullable<SessionOptions[Option]> } | { readonly none: string };
};

const FLAG = { none: 'a flag, a number or a word of a few' };
const NAME = { none: 'names something, and is in errors and events for that' };
const SHOWN = { none: 'is in the process list, as its documentation says' };

const support = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** A program as an MCP server; its tool tells the variable SECRET. */
export const program = (place: string): McpStdioServerConfig => ({
  command: process.execPath,
  args: [support('mcp-stdio-server.mjs')],
  env: { SECRET: canary(place) },
});

export const askingServer: McpStdioServerConfig = {
  command: process.execPath,
  args: [support('mcp-asking-server.mjs')],
};

const schema = (place: string) => ({
  type: 'object',
  properties: { answer: { type: 'string', description: canary(place) } },
});

const TABLE: Table = {
  name: NAME,
  resume: NAME,
  continue: FLAG,
  forkSession: FLAG,
  sessionId: NAME,
  noSessionPersistence: FLAG,
  model: NAME,
  fallbackModel: NAME,
  systemPrompt: {
    holds: () => ({ type: 'preset', preset: 'claude_code', append: canary('systemPrompt') }),
  },
  outputFormat: { holds: () => ({ type: 'json_schema', schema: schema('outputFormat') }) },
  maxTurns: FLAG,
  maxBudgetUsd: FLAG,
  maxThinkingTokens: FLAG,
  includePartialMessages: FLAG,
  tools: SHOWN,
  allowedTools: SHOWN,
  disallowedTools: SHOWN,
  permissionMode: FLAG,
  allowDangerouslySkipPermissions: FLAG,
  canUseTool: {
    holds: () => (_name, input) =>
      input.command === 'refused'
        ? { behavior: 'deny', message: canary('denial') }
        : { behavior: 'allow', updatedInput: { ...input, command: `echo ${canary('updatedInput')}` } },
  },
  onElicitation: {
    holds: () => () => ({ action: 'accept', content: { name: canary('elicitation') } }),
  },
  onUserDialog: { holds: () => () => ({ behavior: 'completed', result: canary('dialog') }) },
  supportedDialogKinds: NAME,
  permissionTimeout: FLAG,
  hooks: {
    holds: () => ({
      UserPromptSubmit: [
        {
          hooks: [
            () => ({
              hookSpecificOutput: { hookEventName: 'UserPromptSubmit', additionalContext: canary('hook') },
            }),
          ],
        },
      ],
    }),
  },
  mcpServers: {
    holds: ({ http, sse, tell }) => ({
      program: program('programEnv'),
      asking: askingServer,
      web: { type: 'http', url: `${http}?key=${canary('url')}`, headers: { 'x-secret': canary('header') } },
      stream: { type: 'sse', url: sse, headers: { 'x-secret': canary('streamHeader') } },
      host: createSdkMcpServer({
        name: 'host',
        instructions: canary('instructions'),
        tools: [tool('tell', canary('toolDescription'), {}, tell, { alwaysLoad: true })],
      }),
    }),
  },
  strictMcpConfig: FLAG,
  agents: {
    holds: () => ({
      scout: {
        description: canary('agentDescription'),
        prompt: canary('agentPrompt'),
        mcpServers: [{ agentProgram: program('agentEnv') }],
      },
    }),
  },
  agent: NAME,
  enableFileCheckpointing: FLAG,
  promptSuggestions: FLAG,
  forwardSubagentText: FLAG,
  agentProgressSummaries: FLAG,
  includeHookEvents: FLAG,
  additionalDirectories: SHOWN,
  settingSources: FLAG,
  cwd: NAME,
  env: {
    holds: ({ env }) => ({ ...env, ANTHROPIC_API_KEY: canary('apiKey'), DATABASE_URL: canary('env') }),
  },
  pathToClaudeCodeExecutable: NAME,
  extraArgs: SHOWN,
  timeout: FLAG,
  inactivityTimeout: FLAG,
  controlTimeout: FLAG,
  maxBufferedBytes: FLAG,
  shutdown: FLAG,
};

/** A canary in every option that can hold a secret or a prompt. */
export function plantedOptions(ground: Ground): SessionOptions {
  const planted = Object.entries(TABLE).flatMap(([option, how]) =>
    'holds' in how ? [[option, (how.holds as (ground: Ground) => unknown)(ground)] as const] : [],
  );
  return Object.fromEntries(planted);
}
