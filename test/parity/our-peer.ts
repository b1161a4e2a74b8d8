import type { Message } from 'troupe';
import type { RealCli } from '../support/real-cli.js';
import type { Peer, Plain, StartPeer } from './peer.js';

/** Ours. */
export const ourPeer =
  (cli: RealCli): StartPeer =>
  (options): Peer => {
    const session = cli.start(options);
    const messages: Plain[] = [];
    const hear = (message: Message): void => void messages.push(message as unknown as Plain);
    session.on('message', hear);
    return {
      messages,
      turn: async (prompt) => {
        for await (const message of session.stream(prompt)) hear(message);
      },
      interrupt: () => session.interrupt(),
      setModel: (model) => session.setModel(model),
      setPermissionMode: (mode) => session.setPermissionMode(mode),
      setMaxThinkingTokens: (tokens) => session.setMaxThinkingTokens(tokens),
      rewindFiles: (id, how) => session.rewindFiles(id, how),
      setMcpServers: (servers) => session.setMcpServers(servers),
      mcpServerStatus: () => session.getMcpStatus(),
      toggleMcpServer: (name, enabled) => session.toggleMcpServer(name, enabled),
      supportedCommands: () => session.supportedCommands(),
      supportedModels: () => session.supportedModels(),
      supportedAgents: () => session.supportedAgents(),
      accountInfo: () => session.accountInfo(),
      getContextUsage: (how) => session.getContextUsage(how),
      [Symbol.asyncDispose]: () => session.stop(),
    };
  };
