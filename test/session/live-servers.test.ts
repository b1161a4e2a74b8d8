import type { SessionOptions } from 'troupe';
import { expect, it } from 'vitest';
import { LiveSettings } from '../../src/session/live-settings.js';

const instance = { connect: () => Promise.resolve(), close: () => Promise.resolve() };
const [program, other] = [{ command: 'one' }, { command: 'two' }];
const host = { type: 'sdk', name: 'host', instance } as const;

const set = (servers: object) => ({ subtype: 'mcp_set_servers', servers });
const toggle = (serverName: string) => ({ subtype: 'mcp_toggle', serverName, enabled: false });

function settingsOf(mcpServers: SessionOptions['mcpServers']): LiveSettings {
  return new LiveSettings({ mcpServers });
}

it('a server that a call has put another in the place of does not come back, also when that is gone', () => {
  const settings = settingsOf({ program, kept: other });
  settings.note(set({ program: other }), {});
  expect(settings.options.mcpServers).toEqual({ kept: other });
  settings.note(set({}), {});
  expect(settings.options.mcpServers).toEqual({ kept: other });
  settings.note(set({ kept: program }), {});
  expect(settings.options.mcpServers).toBeUndefined();
  expect(settings.replays).toEqual([set({ kept: program })]);
});

it('a server that is gone is not turned off again: no process would know it', () => {
  const settings = settingsOf({ host, kept: program });
  settings.note(toggle('host'), {});
  settings.note(toggle('kept'), {});
  settings.note(set({ late: other }), {});
  settings.note(toggle('late'), {});
  expect(settings.replays).toEqual([set({ late: other }), toggle('kept'), toggle('late')]);
  settings.note(set({}), {});
  expect(settings.replays).toEqual([set({}), toggle('kept')]);
});
