/** Options of the official SDK that are not there under their names, and what to use in their place. */
export const OFFICIAL_OPTIONS = {
  abortController: "the option 'signal' of a query, or session.stop()",
  betas: extraArgs('betas'),
  debug: extraArgs('debug'),
  debugFile: extraArgs('debug-file'),
  effort: extraArgs('effort'),
  executable: "'pathToClaudeCodeExecutable': the CLI needs no runtime",
  executableArgs: "'pathToClaudeCodeExecutable': the CLI needs no runtime",
  loadTimeoutMs: undefined,
  managedSettings: extraArgs('managed-settings'),
  mcpServersDelivery: "'mcpServers', which always go by the handshake",
  permissionPromptToolName: "'canUseTool'",
  permissionPrompts: "'canUseTool', without which nobody is asked",
  perTaskStopAffordance: undefined,
  persistSession: "'noSessionPersistence: true'",
  planModeInstructions: undefined,
  pluginDelivery: extraArgs('plugin-dir'),
  plugins: extraArgs('plugin-dir'),
  projectConfigRoot: extraArgs('project-config-root'),
  resumeDropsTurn: undefined,
  resumeSessionAt: undefined,
  sandbox: extraArgs('settings'),
  sessionStore: undefined,
  sessionStoreFlush: undefined,
  settings: extraArgs('settings'),
  skills: undefined,
  spawnClaudeCodeProcess: "'pathToClaudeCodeExecutable'",
  stderr: "'stderrTail' of errors",
  taskBudget: extraArgs('task-budget'),
  thinking: "'maxThinkingTokens', 0 for not at all",
  title: undefined,
  toolAliases: undefined,
  toolConfig: undefined,
  verbatimPrompts: undefined,
} as const;

function extraArgs(flag: string): string {
  return `'extraArgs', for the flag --${flag}`;
}

/** What an option of the official SDK must be here; `undefined` for what is none, or has the same name. */
export function insteadOf(option: string): string | undefined {
  const official: Readonly<Record<string, string | undefined>> = OFFICIAL_OPTIONS;
  if (!Object.hasOwn(official, option)) return undefined;
  const instead = official[option];
  return instead === undefined ? 'left out: it has no counterpart' : `left out: use ${instead}`;
}
