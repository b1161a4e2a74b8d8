import type { McpServerStatus, RewindFilesResult, ServerInfo, Session } from 'troupe';

/**
 * The guide's 'Runtime Control', in a session that was started with `allowDangerouslySkipPermissions` and
 * `enableFileCheckpointing`. `prompt` is one that has the model change files.
 */
export async function runtimeControl(session: Session, prompt: string): Promise<RuntimeControl> {
  // Switch model mid-conversation
  await session.setModel('claude-sonnet-4-5-20250929');

  // Change permission mode
  await session.setPermissionMode('bypassPermissions');

  // Query MCP server status
  const { servers } = await session.getMcpStatus();

  // Rewind files to a checkpoint: the id is that of the prompt, which is echoed
  let checkpoint = '';
  for await (const message of session.stream(prompt).filterType('user')) {
    if (message.isReplay === true && message.uuid !== undefined) checkpoint ||= message.uuid;
  }
  const rewound = await session.rewindFiles(checkpoint);

  // Get server info from the initialize handshake
  const info = await session.getServerInfo();

  return { servers, rewound, info };
}

export interface RuntimeControl {
  readonly servers: readonly McpServerStatus[];
  readonly rewound: RewindFilesResult;
  readonly info: ServerInfo;
}
