import { describe, expect, test } from 'vitest';
import {
  launchArguments,
  RESERVED_FLAGS,
  type StartingPoint,
} from '../../../src/protocol/options/launch-arguments.js';
import type { SessionOptions } from '../../../src/protocol/options/session-options.js';

const id = '11111111-1111-4111-8111-111111111111';
const parent = '22222222-2222-4222-8222-222222222222';

const server = {
  type: 'sdk',
  name: 'mine',
  instance: { connect: async () => {}, close: async () => {} },
} as const;

const fresh: StartingPoint = { kind: 'fresh', sessionId: id };

const WIRE = ['--output-format', 'stream-json', '--verbose', '--input-format', 'stream-json'];
const OPENING = [...WIRE, `--session-id=${id}`];

test('without options a process is told the wire, its conversation and that no settings file is read', () => {
  expect(launchArguments({}, fresh)).toEqual([...OPENING, '--setting-sources=']);
});

test.each<[what: string, start: StartingPoint, flags: readonly string[]]>([
  ['is new', fresh, [`--session-id=${id}`]],
  ['is come back to', { kind: 'resume', sessionId: id }, [`--resume=${id}`]],
  [
    'is a fork',
    { kind: 'fork', parentSessionId: parent, sessionId: id },
    [`--resume=${parent}`, '--fork-session', `--session-id=${id}`],
  ],
])('a conversation that %s is named by %3$o', (_, start, flags) => {
  expect(launchArguments({}, start)).toEqual([...WIRE, ...flags, '--setting-sources=']);
});

test('where the conversation begins is the starting point alone, whatever the options say', () => {
  const options = { resume: parent, continue: true, forkSession: true, sessionId: parent };
  expect(launchArguments(options, fresh)).toEqual(launchArguments({}, fresh));
});

describe('an option becomes', () => {
  test.each<[options: SessionOptions, flags: readonly string[]]>([
    [{ noSessionPersistence: true }, ['--no-session-persistence']],
    [{ noSessionPersistence: false }, []],
    [{ model: 'sonnet' }, ['--model=sonnet']],
    [{ model: '--print' }, ['--model=--print']],
    [{ fallbackModel: 'haiku' }, ['--fallback-model=haiku']],
    [{ maxTurns: 3 }, ['--max-turns=3']],
    [{ maxBudgetUsd: 0.5 }, ['--max-budget-usd=0.5']],
    [{ maxThinkingTokens: 2048 }, ['--max-thinking-tokens=2048']],
    [{ maxThinkingTokens: 0 }, ['--thinking=disabled']],
    [{ includePartialMessages: true }, ['--include-partial-messages']],
    [{ includePartialMessages: false }, []],
    [{ tools: ['Bash', 'Read'] }, ['--tools=Bash,Read']],
    [{ tools: [] }, ['--tools=']],
    [{ allowedTools: ['Bash(git *)', 'Read'] }, ['--allowedTools=Bash(git *),Read']],
    [{ disallowedTools: ['WebFetch'] }, ['--disallowedTools=WebFetch']],
    [{ permissionMode: 'plan' }, ['--permission-mode=plan']],
    [{ allowDangerouslySkipPermissions: true }, ['--allow-dangerously-skip-permissions']],
    [{ allowDangerouslySkipPermissions: false }, []],
    [{ additionalDirectories: ['/a', '-b'] }, ['--add-dir=/a', '--add-dir=-b']],
    [{ additionalDirectories: [] }, []],
    [{ canUseTool: () => null }, ['--permission-prompt-tool=stdio']],
    [{ canUseTool: 'ask' }, ['--permission-prompt-tool=stdio']],
    [{ mcpServers: { files: { command: 'the-server' } } }, ['--await-initialize']],
    [{ mcpServers: {} }, []],
    [{ mcpServers: { mine: server } }, []],
    [{ strictMcpConfig: true }, ['--strict-mcp-config']],
    [{ strictMcpConfig: false }, []],
    [{ agent: '-reviewer' }, ['--agent=-reviewer']],
    [{ includeHookEvents: true }, ['--include-hook-events']],
    [{ includeHookEvents: false }, []],
    [{ enableFileCheckpointing: true }, ['--replay-user-messages']],
    [{ enableFileCheckpointing: false }, []],
  ])('%o: %j', (options, flags) => {
    expect(launchArguments(options, fresh)).toEqual([...OPENING, ...flags, '--setting-sources=']);
  });

  test.each<[options: SessionOptions, flags: readonly string[]]>([
    [{ settingSources: ['user', 'project'] }, ['--setting-sources=user,project']],
    [{ settingSources: [] }, ['--setting-sources=']],
    [
      { extraArgs: { effort: 'low', ide: null, empty: '', dash: '-v' } },
      ['--setting-sources=', '--effort=low', '--ide', '--empty=', '--dash=-v'],
    ],
  ])('%o: %j, behind everything else', (options, flags) => {
    expect(launchArguments(options, fresh)).toEqual([...OPENING, ...flags]);
  });

  test.each<[options: SessionOptions]>([
    [{ name: 'assistant' }],
    [{ systemPrompt: 'Be brief.' }],
    [{ systemPrompt: { type: 'preset', preset: 'claude_code', append: 'Be brief.' } }],
    [{ outputFormat: { type: 'json_schema', schema: {} } }],
    [{ cwd: '/work' }],
    [{ env: { A: 'b' } }],
    [{ pathToClaudeCodeExecutable: '/bin/claude' }],
    [{ agents: { reviewer: { description: 'Reviews', prompt: 'Review.' } } }],
    [{ hooks: { Stop: [{ hooks: [() => ({})] }] } }],
    [{ onElicitation: 'ask', onUserDialog: 'ask', supportedDialogKinds: ['a'], permissionTimeout: 1 }],
    [{ promptSuggestions: true, forwardSubagentText: true, agentProgressSummaries: true }],
    [{ timeout: 1, inactivityTimeout: 1, controlTimeout: 1, shutdown: 1, maxBufferedBytes: 1 }],
    [{ model: undefined, tools: undefined, maxTurns: undefined, settingSources: undefined }],
  ])('no argument: %o', (options) => {
    expect(launchArguments(options, fresh)).toEqual(launchArguments({}, fresh));
  });
});

describe('with every option', () => {
  const options: Required<SessionOptions> = {
    extraArgs: { effort: 'low' },
    settingSources: ['local'],
    additionalDirectories: ['/a'],
    allowDangerouslySkipPermissions: true,
    permissionMode: 'bypassPermissions',
    disallowedTools: ['D'],
    allowedTools: ['A'],
    tools: ['T'],
    includePartialMessages: true,
    maxThinkingTokens: 3,
    maxBudgetUsd: 2,
    maxTurns: 1,
    fallbackModel: 'haiku',
    model: 'sonnet',
    noSessionPersistence: true,
    name: 'assistant',
    resume: parent,
    continue: false,
    forkSession: true,
    sessionId: id,
    systemPrompt: 'the-secret-prompt',
    outputFormat: { type: 'json_schema', schema: { description: 'the-secret-schema' } },
    env: { ANTHROPIC_API_KEY: 'the-secret-key' },
    cwd: '/the-secret-directory',
    pathToClaudeCodeExecutable: '/the-secret-path',
    timeout: 1,
    inactivityTimeout: 1,
    controlTimeout: 1,
    maxBufferedBytes: 1,
    shutdown: 1,
    canUseTool: 'ask',
    onElicitation: 'ask',
    onUserDialog: 'ask',
    supportedDialogKinds: ['the-secret-kind'],
    permissionTimeout: 1,
    hooks: { Stop: [{ matcher: 'the-secret-matcher', hooks: [] }] },
    mcpServers: {
      mine: server,
      files: { command: 'the-secret-server', env: { TOKEN: 'the-secret-token' } },
    },
    strictMcpConfig: true,
    agents: { reviewer: { description: 'the-secret-agent', prompt: 'the-secret-task' } },
    agent: 'reviewer',
    enableFileCheckpointing: true,
    promptSuggestions: true,
    forwardSubagentText: true,
    agentProgressSummaries: true,
    includeHookEvents: true,
  };
  const given = launchArguments(options, { kind: 'fork', parentSessionId: parent, sessionId: id });

  test('the order is always the same', () => {
    expect(given).toEqual([
      ...WIRE,
      `--resume=${parent}`,
      '--fork-session',
      `--session-id=${id}`,
      '--no-session-persistence',
      '--model=sonnet',
      '--fallback-model=haiku',
      '--max-turns=1',
      '--max-budget-usd=2',
      '--max-thinking-tokens=3',
      '--include-partial-messages',
      '--tools=T',
      '--allowedTools=A',
      '--disallowedTools=D',
      '--permission-mode=bypassPermissions',
      '--allow-dangerously-skip-permissions',
      '--permission-prompt-tool=stdio',
      '--await-initialize',
      '--strict-mcp-config',
      '--agent=reviewer',
      '--include-hook-events',
      '--replay-user-messages',
      '--add-dir=/a',
      '--setting-sources=local',
      '--effort=low',
    ]);
  });

  test('no secret and no prompt is among them, which every process of the machine may read', () => {
    expect(given.join(' ')).not.toContain('secret');
  });

  test('none that stands for an option may come by extraArgs, too', () => {
    const flags = given
      .filter((argument) => argument.startsWith('--'))
      .map((flag) => /^--([^=]+)/.exec(flag)?.[1] ?? '');
    expect(flags.filter((flag) => !RESERVED_FLAGS.has(flag))).toEqual(['effort']);
  });
});
