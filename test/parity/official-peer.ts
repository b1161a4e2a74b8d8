import { query, type Options, type SDKUserMessage } from '@anthropic-ai/claude-agent-sdk';
import type { SessionOptions } from 'troupe';
import type { Sandbox } from 'troupe/testing';
import { findCli } from '../../src/adapter/cli/find-cli.js';
import { processesUnder } from '../support/processes.js';
import { until } from '../support/until.js';
import { Mail } from './mail.js';
import type { Peer, Plain, StartPeer } from './peer.js';

/**
 * The official SDK, fed turn by turn: only so are its control requests available. `added` is what its users have to say
 * where ours do not.
 */
export const officialPeer =
  ({ cwd, env }: Sandbox['options'], added: Options): StartPeer =>
  (options): Peer => {
    const prompts = new Mail<SDKUserMessage>();
    const results = new Mail<Plain>();
    const messages: Plain[] = [];
    const conversation = query({
      prompt: prompts,
      options: {
        pathToClaudeCodeExecutable: findCli(undefined, {}),
        cwd,
        // It replaces the host's environment.
        env: { PATH: process.env.PATH, ...env },
        ...added,
        ...asTheirs(options),
      },
    });
    const hearing = (async () => {
      for await (const message of conversation) {
        messages.push(message);
        if (message.type === 'result') results.put(message);
      }
    })();
    hearing.catch(() => undefined);
    return {
      messages,
      turn: async (prompt) => {
        prompts.put(userMessage(prompt));
        // A conversation that breaks off fails the test that waits for its result.
        await Promise.race([results.take(), hearing]);
      },
      interrupt: () => conversation.interrupt(),
      setModel: (model) => conversation.setModel(model),
      setPermissionMode: (mode) => conversation.setPermissionMode(mode),
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is there, and ours is like it
      setMaxThinkingTokens: (tokens) => conversation.setMaxThinkingTokens(tokens),
      rewindFiles: (id, how) => conversation.rewindFiles(id, how),
      setMcpServers: (servers) =>
        conversation.setMcpServers(asTheirs({ mcpServers: servers }).mcpServers ?? {}),
      mcpServerStatus: () => conversation.mcpServerStatus(),
      toggleMcpServer: (name, enabled) => conversation.toggleMcpServer(name, enabled),
      supportedCommands: () => conversation.supportedCommands(),
      supportedModels: () => conversation.supportedModels(),
      supportedAgents: () => conversation.supportedAgents(),
      accountInfo: () => conversation.accountInfo(),
      getContextUsage: (how) => conversation.getContextUsage(how),
      [Symbol.asyncDispose]: async () => {
        prompts.close();
        conversation.close();
        await hearing.catch(() => undefined);
        // It does not wait for its process.
        await until(() => processesUnder(env.HOME ?? '').length === 0);
      },
    };
  };

/** They are shaped alike; that theirs are mutable is all the compiler minds. */
function asTheirs(options: SessionOptions): Options {
  return options as unknown as Options;
}

function userMessage(content: string): SDKUserMessage {
  return { type: 'user', message: { role: 'user', content }, parent_tool_use_id: null };
}
