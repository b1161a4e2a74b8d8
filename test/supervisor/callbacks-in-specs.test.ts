import type { SessionSpec } from 'troupe';
import { expect, test } from 'vitest';
import { AT_ONCE, grow } from './fixture.js';

class SomeServer {
  connections = 0;
  connect(): Promise<void> {
    this.connections += 1;
    return Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

const server = new SomeServer();
const hook = () => ({});
const canUseTool = () => null;

/** All that a spec may hold and JSON may not. */
const callbacks: SessionSpec = {
  canUseTool,
  onElicitation: () => null,
  onUserDialog: () => null,
  supportedDialogKinds: ['refusal_fallback_prompt'],
  permissionTimeout: Infinity,
  hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [hook] }] },
  mcpServers: { mine: { type: 'sdk', name: 'mine', instance: server } },
};

/** The rest of what says what a session may do. */
const data: SessionSpec = {
  mcpServers: { files: { command: 'mcp-files' } },
  strictMcpConfig: true,
  agents: { reviewer: { description: 'Reviews', prompt: 'Review.' } },
  agent: 'reviewer',
  enableFileCheckpointing: true,
  promptSuggestions: true,
  forwardSubagentText: true,
  agentProgressSummaries: true,
  includeHookEvents: true,
};

test('the spec of a child may hold functions and servers, and getChildSpec gives the very same ones', async () => {
  const { sup } = await grow({ children: [{ name: 'a', ...callbacks }] });
  const spec = sup.getChildSpec('a') as SessionSpec;
  expect(spec).toMatchObject(callbacks);
  expect(spec.canUseTool).toBe(canUseTool);
  expect(spec.hooks?.PreToolUse?.[0]?.hooks[0]).toBe(hook);
  const { mine } = spec.mcpServers ?? {};
  expect(mine?.type === 'sdk' && mine.instance).toBe(server);
});

test('the data around them is frozen, and a server can still be used', async () => {
  const hooks = { Stop: [{ hooks: [hook] }] };
  const { sup } = await grow({ children: [{ name: 'a', ...callbacks, hooks }] });
  const spec = sup.getChildSpec('a') as SessionSpec;
  expect([spec.hooks, spec.hooks?.Stop, spec.hooks?.Stop?.[0]?.hooks].every(Object.isFrozen)).toBe(true);
  expect([hooks, hooks.Stop, server, hook].some(Object.isFrozen)).toBe(false);
  await server.connect();
  expect(server.connections).toBeGreaterThan(0);
});

test('every option of a session may be one of a child’s, and holds for each of its processes', async () => {
  const { cliOf, crash, sup } = await grow({ children: [{ name: 'a', ...callbacks, ...data, ...AT_ONCE }] });
  expect(sup.getChildSpec('a')).toMatchObject(data);
  const before = cliOf('a');
  await crash('a');
  expect(cliOf('a')).not.toBe(before);
  const flags = [
    '--permission-prompt-tool=stdio',
    '--await-initialize',
    '--agent=reviewer',
    '--replay-user-messages',
  ];
  for (const { arguments: given } of [before, cliOf('a')])
    expect(given).toEqual(expect.arrayContaining(flags));
});

test('what getChildSpec gives starts the same child again', async () => {
  const { sup, cliOf } = await grow({ children: [{ name: 'a', ...callbacks, ...data }] });
  const { arguments: given } = cliOf('a');
  const spec = sup.getChildSpec('a') as SessionSpec;
  await sup.terminateChild('a');
  await sup.deleteChild('a');
  await sup.startChild(spec);
  const withoutId = (flags: readonly string[]) => flags.filter((flag) => !flag.startsWith('--session-id'));
  expect(withoutId(cliOf('a').arguments)).toEqual(withoutId(given));
});

test('they may be defaults of a system', async () => {
  const { cliOf, sup } = await grow(
    { children: [{ name: 'a' }, { name: 'b', canUseTool: undefined }] },
    undefined,
    {
      defaults: { ...callbacks, ...data, shutdown: 100 },
    },
  );
  expect((sup.getChildSpec('a') as SessionSpec).canUseTool).toBe(canUseTool);
  expect(cliOf('a').arguments).toContain('--permission-prompt-tool=stdio');
  expect(cliOf('b').arguments).not.toContain('--permission-prompt-tool=stdio');
});

test('a fault in one is named by its path', async () => {
  const children = [{ name: 'a', agents: { reviewer: { description: 'Reviews' } } }];
  await expect(grow({ children } as never)).rejects.toMatchObject({
    code: 'invalid_option',
    option: 'children[0].agents',
    message: expect.stringMatching(/got undefined at 'reviewer\.prompt'/) as string,
  });
});
