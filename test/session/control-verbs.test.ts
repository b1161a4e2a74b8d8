import type { ControlAnswer, ControlPayload, ServerInfo } from 'troupe';
import { expect, it } from 'vitest';
import { ControlVerbs } from '../../src/session/control-verbs.js';

/** Notes what is asked, and answers as the CLI does. */
class Noted extends ControlVerbs {
  readonly asked: object[] = [];

  control<Subtype extends string>(
    subtype: Subtype,
    payload?: ControlPayload<Subtype>,
  ): Promise<ControlAnswer<Subtype>> {
    this.asked.push({ subtype, ...payload });
    return Promise.resolve({ mcpServers: ['a server'], answer: subtype } as never);
  }

  getServerInfo(): Promise<ServerInfo> {
    const parts = { commands: ['c'], models: ['m'], agents: ['a'], account: { email: 'e' } };
    return Promise.resolve(parts as never);
  }
}

it.each<[request: object, ask: (verbs: Noted) => Promise<unknown>]>([
  [{ subtype: 'set_model', model: 'haiku' }, (verbs) => verbs.setModel('haiku')],
  [{ subtype: 'set_model', model: null }, (verbs) => verbs.setModel()],
  [{ subtype: 'set_permission_mode', mode: 'plan' }, (verbs) => verbs.setPermissionMode('plan')],
  [{ subtype: 'set_max_thinking_tokens', max_thinking_tokens: 5 }, (verbs) => verbs.setMaxThinkingTokens(5)],
  [
    { subtype: 'set_max_thinking_tokens', max_thinking_tokens: null, thinking_display: null },
    (verbs) => verbs.setMaxThinkingTokens(null, null),
  ],
  [{ subtype: 'mcp_status' }, (verbs) => verbs.getMcpStatus()],
  [{ subtype: 'mcp_reconnect', serverName: 's' }, (verbs) => verbs.reconnectMcpServer('s')],
  [{ subtype: 'mcp_toggle', serverName: 's', enabled: false }, (verbs) => verbs.toggleMcpServer('s', false)],
  [{ subtype: 'mcp_set_servers', servers: {} }, (verbs) => verbs.setMcpServers({})],
  [{ subtype: 'get_context_usage' }, (verbs) => verbs.getContextUsage()],
  [
    { subtype: 'get_context_usage', detail: 'summary' },
    (verbs) => verbs.getContextUsage({ detail: 'summary' }),
  ],
  [{ subtype: 'rewind_files', user_message_id: 'u' }, (verbs) => verbs.rewindFiles('u')],
  [{ subtype: 'rewind_files', user_message_id: 'u' }, (verbs) => verbs.rewindFiles('u', { dryRun: false })],
  [
    { subtype: 'rewind_files', user_message_id: 'u', dry_run: true },
    (verbs) => verbs.rewindFiles('u', { dryRun: true }),
  ],
  [{ subtype: 'stop_task', task_id: 't' }, (verbs) => verbs.stopTask('t')],
])('%j is what the CLI is asked', async (request, ask) => {
  const verbs = new Noted();
  await ask(verbs);
  expect(verbs.asked).toEqual([request]);
});

it.each<[option: string, ask: (verbs: Noted) => Promise<unknown>]>([
  ['dryrun', (verbs) => verbs.rewindFiles('u', { dryrun: true } as never)],
  ['dryRun', (verbs) => verbs.rewindFiles('u', { dryRun: 'yes' } as never)],
  ['details', (verbs) => verbs.getContextUsage({ details: 'summary' } as never)],
])('refuses the option %s, and asks the CLI nothing', async (option, ask) => {
  const verbs = new Noted();
  await expect(ask(verbs)).rejects.toMatchObject({ code: 'invalid_option', option });
  expect(verbs.asked).toEqual([]);
});

it('gives the guide’s name to the servers', async () => {
  expect(await new Noted().getMcpStatus()).toEqual({ servers: ['a server'] });
});

it('takes what the handshake said for what there is', async () => {
  const verbs = new Noted();
  expect(await verbs.supportedCommands()).toEqual(['c']);
  expect(await verbs.supportedModels()).toEqual(['m']);
  expect(await verbs.supportedAgents()).toEqual(['a']);
  expect(await verbs.accountInfo()).toEqual({ email: 'e' });
  expect(verbs.asked).toEqual([]);
});

it('answers nothing where the CLI has nothing to say', async () => {
  const verbs = new Noted();
  const answers = [verbs.setMaxThinkingTokens(1), verbs.reconnectMcpServer('s'), verbs.stopTask('t')];
  expect(await Promise.all(answers)).toEqual([undefined, undefined, undefined]);
});
