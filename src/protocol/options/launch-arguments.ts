import { processServers } from './mcp-fields.js';
import type { SessionOptions } from './session-options.js';

/** Which conversation a process opens, and under which id (`DESIGN.md`, 'Identity'). */
export type StartingPoint =
  | { readonly kind: 'fresh'; readonly sessionId: string }
  | { readonly kind: 'resume'; readonly sessionId: string }
  | { readonly kind: 'fork'; readonly parentSessionId: string; readonly sessionId: string };

const ALWAYS = ['--output-format', 'stream-json', '--verbose', '--input-format', 'stream-json'];

/** The flags that troupe itself gives; `extraArgs` may not. */
export const RESERVED_FLAGS: ReadonlySet<string> = new Set([
  ...['print', 'output-format', 'verbose', 'input-format'],
  ...['session-id', 'resume', 'continue', 'fork-session', 'no-session-persistence'],
  ...['model', 'fallback-model', 'max-turns', 'max-budget-usd', 'thinking', 'max-thinking-tokens'],
  ...['include-partial-messages', 'tools', 'allowedTools', 'disallowedTools', 'permission-mode'],
  ...['allow-dangerously-skip-permissions', 'add-dir', 'setting-sources'],
  ...['system-prompt', 'append-system-prompt', 'json-schema'],
  ...['permission-prompt-tool', 'mcp-config', 'strict-mcp-config', 'agent', 'agents'],
  ...['include-hook-events', 'replay-user-messages', 'forward-subagent-text', 'prompt-suggestions'],
  ...['await-initialize', 'await-claim'],
  // Other spellings and forms of these.
  ...['allowed-tools', 'disallowed-tools', 'dangerously-skip-permissions'],
  ...['system-prompt-file', 'append-system-prompt-file', 'system-prompt-snapshot'],
]);

/**
 * The arguments of the CLI. What may be secret or long (system prompt, output schema) is not among them: it goes by
 * the handshake. Values are bound with `=`, so that one that begins with a dash stays a value.
 */
export function launchArguments(options: SessionOptions, start: StartingPoint): string[] {
  const { maxThinkingTokens } = options;
  return [
    ...ALWAYS,
    ...conversation(start),
    ...flag('no-session-persistence', options.noSessionPersistence),
    ...value('model', options.model),
    ...value('fallback-model', options.fallbackModel),
    ...value('max-turns', options.maxTurns),
    ...value('max-budget-usd', options.maxBudgetUsd),
    ...(maxThinkingTokens === 0 ? ['--thinking=disabled'] : value('max-thinking-tokens', maxThinkingTokens)),
    ...flag('include-partial-messages', options.includePartialMessages),
    ...list('tools', options.tools),
    ...list('allowedTools', options.allowedTools),
    ...list('disallowedTools', options.disallowedTools),
    ...value('permission-mode', options.permissionMode),
    ...flag('allow-dangerously-skip-permissions', options.allowDangerouslySkipPermissions),
    ...(options.canUseTool === undefined ? [] : ['--permission-prompt-tool=stdio']),
    ...flag('await-initialize', processServers(options.mcpServers) !== undefined),
    ...flag('strict-mcp-config', options.strictMcpConfig),
    ...value('agent', options.agent),
    ...flag('include-hook-events', options.includeHookEvents),
    // The ids by which files are rewound are those of the prompts.
    ...flag('replay-user-messages', options.enableFileCheckpointing),
    ...(options.additionalDirectories ?? []).flatMap((directory) => value('add-dir', directory)),
    ...list('setting-sources', options.settingSources ?? []),
    ...Object.entries(options.extraArgs ?? {}).map(([name, given]) =>
      given === null ? `--${name}` : `--${name}=${given}`,
    ),
  ];
}

function conversation(start: StartingPoint): string[] {
  switch (start.kind) {
    case 'fresh':
      return [`--session-id=${start.sessionId}`];
    case 'resume':
      return [`--resume=${start.sessionId}`];
    case 'fork':
      return [`--resume=${start.parentSessionId}`, '--fork-session', `--session-id=${start.sessionId}`];
  }
}

function flag(name: string, given: boolean | undefined): string[] {
  return given === true ? [`--${name}`] : [];
}

function value(name: string, given: string | number | undefined): string[] {
  return given === undefined ? [] : [`--${name}=${given}`];
}

function list(name: string, given: readonly string[] | undefined): string[] {
  return given === undefined ? [] : [`--${name}=${given.join(',')}`];
}
