import type { AgentDefinition } from '../../../src/protocol/callbacks/index.js';
import type { SessionOptions } from '../../../src/protocol/options/session-options.js';

const uuid = '11111111-1111-4111-8111-111111111111';

const LONGEST = 2_147_483_647;

export interface Values {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
  readonly expected: string;
}

const text = {
  good: ['x', 'ü '],
  bad: ['', 7, null, ['x'], {}],
  expected: 'a text that is not empty and has no NUL',
};
const flag = { good: [true, false], bad: ['true', 1, null], expected: 'true or false' };
const aUuid = {
  // Any version: the CLI does not mind, in either case.
  good: [uuid, '11111111-1111-1111-1111-111111111111', 'AAAAAAAA-1111-4111-8111-11111111111A'],
  bad: ['', 'latest', `${uuid}x`, ` ${uuid}`, uuid.replaceAll('-', ''), 7, null],
  expected: 'a UUID',
};
const texts = {
  good: [[], ['a', 'b']],
  bad: ['a', [''], [7], null, { 0: 'a' }],
  expected: 'a list of texts',
};
const milliseconds = {
  good: [0, 1, 0.5, LONGEST, Infinity],
  bad: [-1, LONGEST + 1, 2 ** 31, NaN, -Infinity, '1000', null, 1n],
  expected: 'milliseconds from 0 to 2147483647, or Infinity',
};
const count = {
  good: [1, 1000],
  bad: [0, -1, 1.5, NaN, Infinity, '3', null],
  expected: 'a whole number above 0',
};

const decider = {
  good: [() => null, 'ask'],
  bad: ['Ask', '', true, null, {}],
  expected: "a function, or 'ask'",
};

/** As much of a server as the options look at. */
class SomeServer {
  async connect(): Promise<void> {}
  async close(): Promise<void> {}
}

const EVERY_FIELD_OF_AN_AGENT: Required<AgentDefinition> = {
  description: 'Reviews',
  prompt: 'Review.',
  tools: ['Read'],
  disallowedTools: [],
  model: 'haiku',
  mcpServers: ['files', { web: { type: 'http', url: 'https://x.test' } }],
  skills: ['pdf'],
  initialPrompt: 'Go.',
  maxTurns: 3,
  autoCompactWindow: 100_000,
  background: true,
  omitClaudeMd: true,
  memory: 'project',
  effort: 'low',
  permissionMode: 'plan',
  observer: 'watcher',
  observerMessage: 'Watch.',
  criticalSystemReminder_EXPERIMENTAL: 'Mind.',
};

/** Every option, with values that it may and may not have. */
export const VALUES: Record<keyof SessionOptions, Values> = {
  name: text,
  resume: aUuid,
  continue: flag,
  forkSession: { ...flag, good: [false] },
  sessionId: aUuid,
  noSessionPersistence: flag,
  model: text,
  fallbackModel: text,
  systemPrompt: {
    good: [
      '',
      'Be brief.',
      { type: 'preset', preset: 'claude_code' },
      { type: 'preset', preset: 'claude_code', append: '' },
    ],
    bad: [
      7,
      null,
      ['Be brief.'],
      {},
      { type: 'preset' },
      { type: 'preset', preset: 'other' },
      { type: 'preset', preset: 'claude_code', prepend: 'x' },
    ],
    expected: "a text, or { type: 'preset', preset: 'claude_code', append? }",
  },
  outputFormat: {
    good: [{ type: 'json_schema', schema: { type: 'object' } }],
    bad: [
      'json',
      null,
      {},
      { type: 'json_schema' },
      { type: 'json', schema: {} },
      { type: 'json_schema', schema: [] },
      { type: 'json_schema', schema: {}, name: 'x' },
    ],
    expected: "{ type: 'json_schema', schema }, the schema as JSON",
  },
  maxTurns: count,
  maxBudgetUsd: { good: [0.01, 5], bad: [0, -1, NaN, Infinity, '5', null], expected: 'an amount above 0' },
  maxThinkingTokens: {
    good: [0, 1024],
    bad: [-1, 1.5, Infinity, '0', null],
    expected: 'a whole number, not below 0',
  },
  includePartialMessages: flag,
  tools: texts,
  allowedTools: texts,
  disallowedTools: texts,
  permissionMode: {
    good: ['default', 'acceptEdits', 'plan', 'dontAsk', 'auto'],
    bad: ['', 'Plan', 'manual', true, null],
    expected: "'default', 'acceptEdits', 'bypassPermissions', 'plan', 'dontAsk' or 'auto'",
  },
  allowDangerouslySkipPermissions: flag,
  canUseTool: decider,
  onElicitation: decider,
  onUserDialog: decider,
  // Others only together with `onUserDialog`.
  supportedDialogKinds: { ...texts, good: [[]] },
  permissionTimeout: milliseconds,
  hooks: {
    good: [
      {},
      { Stop: undefined, PreToolUse: [] },
      { PreToolUse: [{ matcher: 'Bash', hooks: [() => ({})], timeout: 0.5, onFailure: 'block' }] },
      { PreToolUse: ['*', '', '^mcp__.*', 'Read|Write'].map((matcher) => ({ matcher, hooks: [] })) },
      { SessionStart: [{ hooks: [] }, { hooks: [() => ({}), () => ({})] }] },
    ],
    bad: [
      null,
      'Stop',
      [],
      { Stop: { hooks: [] } },
      { Stop: [() => ({})] },
      { Stop: [{}] },
      { Stop: [{ hooks: ['echo'] }] },
      { Stop: [{ hooks: [], matchers: 'Bash' }] },
      { Stop: [{ hooks: [], onFailure: 'deny' }] },
    ],
    expected: 'lists of { matcher?, hooks, timeout?, onFailure? }, by hook event',
  },
  mcpServers: {
    good: [
      {},
      { files: { command: 'mcp-files' } },
      {
        files: {
          type: 'stdio',
          command: 'mcp-files',
          args: ['-v', ''],
          env: { TOKEN: 't' },
          alwaysLoad: true,
        },
      },
      { web: { type: 'http', url: 'https://x.test', headers: { Authorization: 'b' }, timeout: 1000 } },
      { web: { type: 'sse', url: 'https://x.test', of_a_later_cli: [1] } },
      { mine: { type: 'sdk', name: 'mine', instance: new SomeServer() } },
    ],
    bad: [
      null,
      [],
      'files',
      { '': { command: 'mcp-files' } },
      { files: 'mcp-files' },
      { files: {} },
      { files: { command: '' } },
      { files: { command: 'mcp-files', args: 'x' } },
      { files: { command: 'mcp-files', env: { PORT: 1 } } },
      { files: { command: 'mcp-files', timeout: '1s' } },
      { files: { command: 'mcp-files', size: 1n } },
      { web: { type: 'http' } },
    ],
    expected:
      "servers by name: { command, args?, env? }, { type: 'sse' or 'http', url, headers? } or one of createSdkMcpServer",
  },
  strictMcpConfig: flag,
  agents: {
    good: [
      {},
      { reviewer: { description: 'Reviews', prompt: '' } },
      { reviewer: EVERY_FIELD_OF_AN_AGENT },
      { reviewer: { description: 'Reviews', prompt: 'Review.', effort: 3, tools: undefined } },
    ],
    bad: [
      null,
      [],
      'reviewer',
      { '': { description: 'Reviews', prompt: 'Review.' } },
      { reviewer: 'Reviews' },
      { reviewer: { description: 'Reviews' } },
      { reviewer: { prompt: 'Review.' } },
      { reviewer: { description: 'Reviews', prompt: () => 'Review.' } },
      { reviewer: { description: 'Reviews', prompt: 'Review.', tool: ['Read'] } },
      { reviewer: { description: 'Reviews', prompt: 'Review.', tools: 'Read' } },
      { reviewer: { description: 'Reviews', prompt: 'Review.', maxTurns: 0 } },
      { reviewer: { description: 'Reviews', prompt: 'Review.', permissionMode: 'manual' } },
      { reviewer: { description: 'Reviews', prompt: 'Review.', mcpServers: [{ mine: { type: 'sdk' } }] } },
    ],
    expected: 'agent definitions by name: { description, prompt, tools?, model?, … }',
  },
  agent: text,
  enableFileCheckpointing: flag,
  promptSuggestions: flag,
  forwardSubagentText: flag,
  agentProgressSummaries: flag,
  includeHookEvents: flag,
  additionalDirectories: texts,
  settingSources: {
    good: [[], ['user', 'project', 'local']],
    bad: ['user', ['users'], [null], null],
    expected: "a list of 'user', 'project' and 'local'",
  },
  cwd: text,
  env: {
    good: [{}, { A: 'b', B: undefined, C: '' }],
    bad: [{ A: 1 }, { A: null }, ['A=b'], 'A=b', null],
    expected: 'a record of texts',
  },
  pathToClaudeCodeExecutable: text,
  extraArgs: {
    good: [{}, { effort: 'low', ide: null, 'max-x': '', X_1: '-dash' }],
    bad: [{ effort: 1 }, { effort: undefined }, { effort: true }, ['effort'], '--effort', null],
    expected: 'a record of texts, or null',
  },
  timeout: milliseconds,
  inactivityTimeout: milliseconds,
  controlTimeout: milliseconds,
  maxBufferedBytes: count,
  shutdown: milliseconds,
};
