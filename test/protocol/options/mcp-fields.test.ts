import { describe, expect, test } from 'vitest';
import type { McpServerConfig } from '../../../src/protocol/callbacks/index.js';
import {
  hostServers,
  mcpFields,
  processServers,
  serverSecrets,
  wireServers,
} from '../../../src/protocol/options/mcp-fields.js';

const instance = { connect: async () => {}, close: async () => {} };
const tools = [{ name: 'add', permission_policy: 'always_allow' }] as const;

const files: McpServerConfig = { command: 'mcp-files', args: ['-v'], env: { TOKEN: 'secret' } };
const web: McpServerConfig = { type: 'http', url: 'https://x.test', headers: { Authorization: 'secret' } };
const mine: McpServerConfig = { type: 'sdk', name: 'another name', instance };
const strict: McpServerConfig = { type: 'sdk', name: 'strict', instance, timeout: 5_000, tools };

test('servers are told apart by who reaches them', () => {
  const servers = { files, mine, web, strict };
  expect(processServers(servers)).toEqual({ files, web });
  expect(hostServers(servers)).toEqual({ mine, strict });
  expect(hostServers(servers)?.mine?.instance).toBe(instance);
});

test.each([undefined, {}])('of %o there are none of either', (servers) => {
  expect(processServers(servers)).toBeUndefined();
  expect(hostServers(servers)).toBeUndefined();
});

describe('the handshake says', () => {
  test.each<[what: string, servers: Record<string, McpServerConfig> | undefined, fields: object]>([
    ['nothing of none', undefined, {}],
    ['nothing of an empty record', {}, {}],
    ['all of those that the CLI reaches', { files, web }, { mcpServers: { files, web } }],
    ['of one of this host the name that it is known by, and no more', { mine }, { sdkMcpServers: ['mine'] }],
    [
      'what is set for one of this host',
      { mine, strict },
      { sdkMcpServers: ['mine', 'strict'], sdkMcpServerConfigs: { strict: { timeout: 5_000, tools } } },
    ],
    ['both kinds', { files, mine }, { mcpServers: { files }, sdkMcpServers: ['mine'] }],
  ])('%s', (_, servers, fields) => {
    expect(mcpFields(servers)).toStrictEqual(fields);
  });
});

test('where servers are replaced, those of this host go without their instance', () => {
  const wire = wireServers({ files, web, mine, strict });
  expect(wire).toEqual({
    files,
    web,
    mine: { type: 'sdk', name: 'mine' },
    strict: { type: 'sdk', name: 'strict', timeout: 5_000, tools },
  });
  expect(JSON.parse(JSON.stringify(wire))).toEqual(wire);
});

test('a program that is set without arguments is given none, which the CLI wants to be said', () => {
  expect(wireServers({ bare: { command: 'mcp-files' } })).toEqual({
    bare: { command: 'mcp-files', args: [] },
  });
});

test('what must not be told are the values of variables and headers, and what follows a word in them', () => {
  const servers = {
    files,
    web: { ...web, headers: { Authorization: 'Bearer the-token', Cookie: 'id' } },
    bare: { command: 'x' },
    mine,
  };
  expect(new Set(serverSecrets(servers))).toEqual(new Set(['secret', 'Bearer the-token', 'the-token', 'id']));
  expect(serverSecrets(undefined)).toEqual([]);
});
