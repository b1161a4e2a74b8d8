import type { McpServerInstance, Message } from 'troupe';
import { describe, expect, it } from 'vitest';
import { LiveSettings } from '../../src/session/live-settings.js';

const instance: McpServerInstance = { connect: () => Promise.resolve(), close: () => Promise.resolve() };

describe('what was set while a session ran', () => {
  it('is what its next process is started with', () => {
    const settings = new LiveSettings({ model: 'opus', permissionMode: 'plan', name: 'assistant' });
    settings.note({ subtype: 'set_model', model: 'haiku' }, {});
    settings.note({ subtype: 'set_permission_mode', mode: 'manual' }, { mode: 'acceptEdits' });
    expect(settings.options).toEqual({
      name: 'assistant',
      model: 'haiku',
      permissionMode: 'acceptEdits',
    });
    expect(settings.replays).toEqual([]);
  });

  it('is the default by its name again where that was set, which a resumed conversation’s model would go before', () => {
    const settings = new LiveSettings({ model: 'opus' });
    settings.note({ subtype: 'set_model', model: null }, {});
    expect(settings.options).toEqual({ model: 'default' });
  });

  it('tells a new process how much may be thought, and how it is shown, where that was set', () => {
    const settings = new LiveSettings({ maxThinkingTokens: 100 });
    const set = { subtype: 'set_max_thinking_tokens' };
    settings.note({ ...set, max_thinking_tokens: 5, thinking_display: 'omitted' }, {});
    settings.note({ ...set, max_thinking_tokens: null }, {});
    expect(settings.replays).toEqual([{ ...set, max_thinking_tokens: null, thinking_display: 'omitted' }]);
    expect(settings.options).toEqual({ maxThinkingTokens: 100 });
  });

  it('follows the mode that the CLI tells of', () => {
    const settings = new LiveSettings({ permissionMode: 'plan' });
    const status = (fields: object) =>
      settings.hear({ type: 'system', subtype: 'status', ...fields } as Message);
    status({ status: 'requesting' });
    expect(settings.options.permissionMode).toBe('plan');
    status({ status: null, permissionMode: 'default' });
    expect(settings.options.permissionMode).toBe('default');
    const aside = { type: 'system', subtype: 'informational', content: '', level: 'info' } as const;
    settings.hear({ ...aside, permissionMode: 'plan' } as Message);
    expect(settings.options.permissionMode).toBe('default');
  });

  it('is told a new process where no option says it, the servers before what is turned off of them', () => {
    const settings = new LiveSettings({
      mcpServers: { own: { type: 'sdk', name: 'own', instance }, web: { type: 'http', url: 'http://x' } },
    });
    const toggle = (serverName: string, enabled: boolean) => ({
      subtype: 'mcp_toggle',
      serverName,
      enabled,
    });
    const servers = { subtype: 'mcp_set_servers', servers: { other: { command: 'node' } } };
    settings.note(toggle('web', false), {});
    settings.note(servers, {});
    settings.note(toggle('other', false), {});
    settings.note(toggle('web', true), {});
    expect(settings.replays).toEqual([servers, toggle('web', true), toggle('other', false)]);
    // Those within the host are replaced by the call, those of the CLI are not.
    expect(settings.options.mcpServers).toEqual({ web: { type: 'http', url: 'http://x' } });
  });

  it('is nothing of what was only asked', () => {
    const settings = new LiveSettings({ model: 'opus' });
    settings.note({ subtype: 'get_settings' }, {});
    settings.note({ subtype: 'rewind_files', user_message_id: 'u' }, {});
    expect([settings.options, settings.replays]).toEqual([{ model: 'opus' }, []]);
  });
});
