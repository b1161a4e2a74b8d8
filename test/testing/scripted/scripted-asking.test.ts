import { describe, expect, test } from 'vitest';
import type { AdapterSink, HostCall } from '../../../src/adapter/session-adapter.js';
import type { SessionOptions } from '../../../src/protocol/options/session-options.js';
import { toolUseBlock, useTool, type HostRequest } from '../../../src/testing/index.js';
import { startProcess, type Process } from './fixture.js';

const permission = {
  subtype: 'can_use_tool',
  tool_name: 'T',
  input: { a: 1 },
  tool_use_id: 't',
  agent_id: 'x',
} as const;
const hook = { subtype: 'hook_callback', callback_id: 'hook_0', input: {} } as const;
const message = {
  subtype: 'mcp_message',
  server_name: 'calc',
  message: { id: 7, method: 'tools/call' },
} as const;
const elicitation = { subtype: 'elicitation', mcp_server_name: 'srv', message: '?' } as const;
const dialog = { subtype: 'request_user_dialog', dialog_kind: 'k', payload: {} } as const;

const instance = { connect: () => Promise.resolve(), close: () => Promise.resolve() };
const everything: SessionOptions = {
  canUseTool: 'ask',
  onUserDialog: 'ask',
  supportedDialogKinds: ['k'],
  hooks: { PreToolUse: [{ hooks: [() => ({})], timeout: 2 }] },
  mcpServers: { srv: { command: 'srv' }, calc: { type: 'sdk', name: 'calc', instance } },
};

/** A process whose host has heard the calls, and answers none by itself. */
async function asking(
  options: SessionOptions = everything,
): Promise<Process & { readonly calls: HostCall[] }> {
  const calls: HostCall[] = [];
  const serve: AdapterSink['serve'] = (call) => {
    if (call.request.subtype !== 'mcp_message') calls.push(call);
    return new Promise(() => undefined);
  };
  return Object.assign(Object.create(await startProcess({ options, serve })) as Process, { calls });
}

describe('what the real CLI would never ask throws:', () => {
  test.each<[why: string, request: HostRequest, options: SessionOptions]>([
    ['a permission without canUseTool', permission, { ...everything, canUseTool: undefined }],
    [
      'a permission outside of a turn, of no subagent',
      { ...permission, agent_id: undefined as never },
      everything,
    ],
    ['a hook that was not registered', { ...hook, callback_id: 'hook_1' }, everything],
    ['a message to a server that the host has not', { ...message, server_name: 'srv' }, everything],
    ['an elicitation by a server that there is not', { ...elicitation, mcp_server_name: 'nope' }, everything],
    ['a dialog of a kind that was not declared', { ...dialog, dialog_kind: 'j' }, everything],
  ])('%s', async (_, request, options) => {
    const host = await asking(options);
    expect(() => host.adapter.ask(request)).toThrow(`The real CLI would not send '${request.subtype}'`);
  });

  test('and in a script ends the process, with the reason on stderr', async () => {
    const host = await startProcess({
      script: async function* ({ ask }) {
        yield* useTool({ ask, call: toolUseBlock('T') });
      },
    });
    host.write('A');
    await host.settle();
    expect(host.endings).toMatchObject([{ exit: { exitCode: 1 } }]);
    expect(host.endings[0]?.stderrTail).toContain('the session has no canUseTool');
  });
});

test('a server that is turned off gets no message, one that was replaced neither', async () => {
  const host = await asking();
  const control = (request: { subtype: string; [field: string]: unknown }) =>
    host.adapter.control(request, 1_000);
  await control({ subtype: 'mcp_toggle', serverName: 'calc', enabled: false });
  expect(() => host.adapter.ask(message)).toThrow('turned off');
  await control({ subtype: 'mcp_toggle', serverName: 'calc', enabled: true });
  void host.adapter.ask(message).catch(() => undefined);
  await control({ subtype: 'mcp_set_servers', servers: {} });
  expect(() => host.adapter.ask(message)).toThrow('calc');
});

describe('an answer', () => {
  test('of a server is the response within it', async () => {
    const host = await startProcess({
      options: everything,
      serve: () => Promise.resolve({ mcp_response: { jsonrpc: '2.0', id: 7, result: { a: 1 } } }),
    });
    expect(await host.adapter.ask(message)).toEqual({ jsonrpc: '2.0', id: 7, result: { a: 1 } });
  });

  test('that is an error rejects where there is no other meaning to it', async () => {
    const host = await startProcess({
      options: everything,
      serve: () => Promise.reject(new Error('no way')),
    });
    for (const request of [elicitation, dialog, message]) {
      await expect(host.adapter.ask(request)).rejects.toThrow('no way');
    }
    expect(await host.adapter.ask(hook)).toEqual({});
  });
});

describe('what nobody has answered', () => {
  test('is withdrawn by an interrupt before that is answered', async () => {
    const host = await asking();
    const all = [permission, hook, elicitation, dialog].map((request) => host.adapter.ask(request));
    await host.settle();
    const aborted: boolean[] = [];
    await host.adapter.control({ subtype: 'interrupt' }, 1_000).then(() => {
      aborted.push(...host.calls.map(({ signal }) => signal.aborted));
    });
    expect(aborted).toEqual([true, true, true, true]);
    const outcomes = await Promise.allSettled(all);
    expect(outcomes.map(({ status }) => status)).toEqual(Array.from(all, () => 'rejected'));
  });

  test('of a server is given up by a message to it', async () => {
    const heard: unknown[] = [];
    const host = await startProcess({
      options: everything,
      serve: ({ request }) => {
        heard.push(request.message);
        return new Promise(() => undefined);
      },
    });
    void host.adapter.ask(message).catch(() => undefined);
    await host.adapter.control({ subtype: 'interrupt' }, 1_000);
    await host.settle();
    expect(heard.at(-1)).toMatchObject({ method: 'notifications/cancelled', params: { requestId: 7 } });
  });

  test("is withdrawn by a hook's time limit, in seconds", async () => {
    const host = await asking();
    const asked = host.adapter.ask(hook).catch((error: unknown) => String(error));
    await host.clock.advance(1_999);
    expect(host.calls[0]?.signal.aborted).toBe(false);
    await host.clock.advance(1);
    expect(host.calls[0]?.signal.aborted).toBe(true);
    expect(await asked).toContain('withdrawn');
  });

  test('rejects with the end of the process', async () => {
    const host = await asking();
    const asked = host.adapter.ask(permission);
    host.adapter.crash();
    await expect(asked).rejects.toThrow('The process has ended.');
  });
});
