import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSystem, type ElicitationResult, type Session, type SessionOptions } from 'troupe';
import { gate, toolUse } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { askingServer, plantedOptions } from '../support/canary-options.js';
import { canariesIn, canary, CanaryWatch } from '../support/canary-watch.js';
import { realCli, type RealCli } from '../support/real-cli.js';

const C = canary('bad');

/** Options that are wrong, with a canary near the fault. */
const wrong: readonly [option: string, value: unknown][] = [
  ['systemPrompt', { type: 'preset', preset: C, append: C }],
  ['systemPrompt', { type: 'preset', preset: 'claude_code', append: C, more: C }],
  ['systemPrompt', [C]],
  ['outputFormat', { type: 'json', schema: { description: C } }],
  ['outputFormat', { type: 'json_schema', schema: C }],
  ['env', { SECRET: C, OTHER: 1 }],
  ['env', { SECRET: `${C}\0` }],
  ['env', `SECRET=${C}`],
  ['extraArgs', { 'some-flag': `${C}\0` }],
  ['mcpServers', { program: { command: '', env: { SECRET: C } } }],
  ['mcpServers', { program: { command: 'x', env: { SECRET: `${C}\0` } } }],
  ['mcpServers', { web: { type: 'http', url: `${C}\0`, headers: { secret: C } } }],
  ['mcpServers', { web: { type: C, url: C } }],
  ['mcpServers', { web: { type: 'http', url: 'http://x', headers: C } }],
  ['mcpServers', { host: { type: 'sdk', name: 'host', instance: C } }],
  ['mcpServers', { web: C }],
  ['agents', { scout: { description: C } }],
  ['agents', { scout: { description: 'x', prompt: C, model: [C] } }],
  ['agents', { scout: { description: 'x', prompt: C, maxTurns: C } }],
  ['agents', { scout: { description: 'x', prompt: 'x', mcpServers: [{ program: { command: 1, env: C } }] } }],
  ['agents', { scout: C }],
  ['hooks', { PreToolUse: [{ hooks: [C] }] }],
  ['hooks', { PreToolUse: C }],
];

describe('a refused option says nothing of what it held', () => {
  it.each(wrong)('%s, wrong as in %j', async (option, value) => {
    const watch = new CanaryWatch(() => 'none');
    await using system = createSystem({ logger: watch.logger });
    const options = { [option]: value } as SessionOptions;
    for (const start of [
      () => system.startSession(options),
      () => system.startSupervisor({ name: 'tree', children: [{ name: 'child', ...options }] }),
      () => createSystem({ defaults: options }),
    ]) {
      expect(await watch.failure(start)).toMatchObject({ code: 'invalid_option' });
    }
    expect(watch.found).toEqual([]);
  });
});

interface Failing {
  readonly cli: RealCli;
  readonly watch: CanaryWatch;
  readonly planted: SessionOptions;
  readonly start: (options?: SessionOptions) => Session;
}

const kill = (session: Session): void => void process.kill(session.pid ?? 0, 'SIGKILL');

/** A failure, and the code that it has. */
const failures: readonly [what: string, code: string, fail: (ground: Failing) => unknown][] = [
  [
    'an executable that is missing',
    'cli_not_found',
    ({ start }) => start({ pathToClaudeCodeExecutable: '/no/such/claude' }).ready(),
  ],
  [
    'a CLI that ends with its key on its lips',
    'start_failed',
    async ({ cli, start }) => {
      const talker = join(cli.sandbox.root, 'talker');
      await writeFile(talker, '#!/bin/sh\necho "bad key $ANTHROPIC_API_KEY" >&2\nexit 1\n', { mode: 0o755 });
      await start({ pathToClaudeCodeExecutable: talker }).ready();
    },
  ],
  [
    'a conversation that there is not',
    'conversation_not_found',
    ({ start }) => start({ resume: '6c1f3a52-0a53-4b5c-8f5e-3f2f5a1c9e10' }).ready(),
  ],
  [
    'a flag that the CLI does not know',
    'cli_incompatible',
    ({ start }) => start({ extraArgs: { nope: null } }).ready(),
  ],
  [
    'a crash in the middle of a turn',
    'crashed',
    async ({ cli, start }) => {
      cli.api.setReply(gate());
      const session = start();
      const answer = session.query(canary('prompt'));
      await cli.api.waitForRequests(1);
      kill(session);
      await answer;
    },
  ],
  [
    'a stop in the middle of a turn',
    'stopped',
    async ({ cli, start }) => {
      cli.api.setReply(gate());
      const session = start();
      const answer = session.query(canary('prompt'));
      await cli.api.waitForRequests(1);
      await session.stop();
      await answer;
    },
  ],
  [
    'a turn that takes too long',
    'timeout',
    ({ cli, start }) => {
      cli.api.setReply(gate());
      return start().query(canary('prompt'), { timeout: 500 });
    },
  ],
  [
    'a prompt that is none',
    'invalid_option',
    ({ start }) => start().query({ text: canary('prompt') } as unknown as string),
  ],
  [
    'a control request that the CLI does not know',
    'control_failed',
    ({ start }) => start().control('no_such_request', { secret: canary('payload') }),
  ],
  [
    'a server that cannot be connected to',
    'control_failed',
    ({ start }) => start().reconnectMcpServer('web'),
  ],
  [
    'servers that are none',
    'invalid_option',
    ({ start }) => start().setMcpServers({ late: { command: '', env: { SECRET: canary('late') } } }),
  ],
  [
    'an answer that is none',
    'invalid_option',
    async ({ cli, start }) => {
      cli.api.enqueue(toolUse('Bash', { command: `touch ${canary('input')}`, description: 'Touch' }));
      const session = start({ canUseTool: 'ask' });
      const asked = new Promise<string>((resolve) => session.on('permission', ({ id }) => resolve(id)));
      const answer = session.query('Go.');
      answer.catch(() => undefined);
      session.answerQuestion(await asked, { action: canary('answer') } as unknown as ElicitationResult);
    },
  ],
  [
    'a question that is not pending',
    'not_pending',
    ({ start }) => start().answerQuestion('none', { behavior: 'deny', message: canary('answer') }),
  ],
];

describe('a failure says nothing of what the session was given', () => {
  it.each(failures)('%s', async (_what, code, fail) => {
    const watch: CanaryWatch = new CanaryWatch(() => cli.sandbox.root);
    await using cli = await realCli({ system: { logger: watch.logger, inspect: watch.inspect } });
    watch.followEvents(cli.system);
    // Nothing listens there.
    const nowhere = { http: 'http://127.0.0.1:9/mcp', sse: 'http://127.0.0.1:9/sse' };
    const tell = () => Promise.resolve({ content: [] });
    const planted = plantedOptions({ env: cli.sandbox.options.env, ...nowhere, tell });
    const start = (options: SessionOptions = {}): Session => {
      const session = cli.start({ ...planted, ...options });
      watch.follow(session);
      return session;
    };
    expect(await watch.failure(() => fail({ cli, watch, planted, start }))).toMatchObject({ code });
    await cli.system.stop();
    expect(watch.found).toEqual([]);
    expect(canariesIn(planted)).toContain(canary('systemPrompt'));
  });
});

it('what callbacks throw is told to the logger, and to nobody else', async () => {
  const watch: CanaryWatch = new CanaryWatch(() => cli.sandbox.root);
  await using cli = await realCli({ system: { logger: watch.logger, inspect: watch.inspect } });
  watch.followEvents(cli.system);
  const fail = (place: string) => (): never => {
    throw new Error(canary(place));
  };
  cli.api.enqueue(
    toolUse('Bash', { command: 'touch file', description: 'Touch' }),
    toolUse('mcp__asking__ask'),
    'It did not work.',
  );
  const session = cli.start({
    mcpServers: { asking: askingServer },
    allowedTools: ['mcp__asking__ask'],
    canUseTool: fail('canUseTool'),
    onElicitation: fail('onElicitation'),
    hooks: { Stop: [{ hooks: [fail('hook')] }] },
  });
  watch.follow(session);
  await session.query('Go.');
  await session.stop();
  expect([...watch.found].sort()).toEqual(
    ['canUseTool', 'hook', 'onElicitation'].map((place) => `log: ${canary(place)}`),
  );
  expect(canariesIn(cli.api.requests.map(({ body }) => body))).toEqual([]);
});
