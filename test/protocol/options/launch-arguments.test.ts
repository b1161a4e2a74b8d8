import { describe, expect, test } from 'vitest';
import { launchArguments, type StartingPoint } from '../../../src/protocol/options/launch-arguments.js';
import type { SessionOptions } from '../../../src/protocol/options/session-options.js';

const id = '11111111-1111-4111-8111-111111111111';
const parent = '22222222-2222-4222-8222-222222222222';

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
    [{ timeout: 1, inactivityTimeout: 1, controlTimeout: 1, shutdown: 1, maxBufferedBytes: 1 }],
    [{ model: undefined, tools: undefined, maxTurns: undefined, settingSources: undefined }],
  ])('no argument: %o', (options) => {
    expect(launchArguments(options, fresh)).toEqual(launchArguments({}, fresh));
  });
});

test('the order is always the same', () => {
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
  };
  const given = launchArguments(options, { kind: 'fork', parentSessionId: parent, sessionId: id });
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
    '--add-dir=/a',
    '--setting-sources=local',
    '--effort=low',
  ]);
  // Every process of the machine may read them.
  expect(given.join(' ')).not.toContain('secret');
});
