import { describe, expect, test } from 'vitest';
import { handshake } from '../../../src/protocol/options/handshake.js';
import type { StartingPoint } from '../../../src/protocol/options/launch-arguments.js';
import type { SessionOptions } from '../../../src/protocol/options/session-options.js';

const id = '11111111-1111-4111-8111-111111111111';

const fresh: StartingPoint = { kind: 'fresh', sessionId: id };
const resume: StartingPoint = { kind: 'resume', sessionId: id };
const fork: StartingPoint = { kind: 'fork', parentSessionId: id, sessionId: id };

const preset = { type: 'preset', preset: 'claude_code' } as const;

test.each([fresh, resume, fork])('what is not given is not sent (%o)', (start) => {
  // JSON, as it is written: a field that is undefined is none.
  expect(JSON.stringify(handshake({}, start))).toBe('{"subtype":"initialize"}');
  expect(JSON.stringify(handshake({ systemPrompt: undefined, outputFormat: undefined }, start))).toBe(
    '{"subtype":"initialize"}',
  );
});

describe('of a new conversation', () => {
  test.each<[options: SessionOptions, fields: object]>([
    [{ systemPrompt: 'Be brief.' }, { systemPrompt: ['Be brief.'] }],
    [{ systemPrompt: '' }, { systemPrompt: [''] }],
    [{ systemPrompt: preset }, {}],
    [{ systemPrompt: { ...preset, append: 'Be brief.' } }, { appendSystemPrompt: 'Be brief.' }],
    [{ systemPrompt: { ...preset, append: '' } }, { appendSystemPrompt: '' }],
  ])('%o becomes %o, without a word of a snapshot', (options, fields) => {
    expect(handshake(options, fresh)).toEqual({ subtype: 'initialize', ...fields });
  });
});

describe.each([resume, fork])('of a conversation with a past (%o)', (start) => {
  test.each<[options: SessionOptions, fields: object]>([
    [{ systemPrompt: 'Be brief.' }, { systemPrompt: ['Be brief.'] }],
    [{ systemPrompt: preset }, {}],
    [{ systemPrompt: { ...preset, append: 'Be brief.' } }, { appendSystemPrompt: 'Be brief.' }],
  ])('%o takes effect in place of the recorded one', (options, fields) => {
    expect(handshake(options, start)).toEqual({
      subtype: 'initialize',
      ...fields,
      systemPromptSnapshot: false,
    });
  });
});

test('the schema of the answer is the very one that was given, key by key', () => {
  const schema = JSON.parse(
    '{"type":"object","properties":{"firstName":{},"first_name":{},"__proto__":{}}}',
  ) as Record<string, unknown>;
  const { jsonSchema } = handshake({ outputFormat: { type: 'json_schema', schema } }, fresh);
  expect(jsonSchema).toBe(schema);
});

describe('beside the system prompt', () => {
  const agents = { reviewer: { description: 'Reviews', prompt: 'Review.' } };
  const hook = () => ({});
  const instance = { connect: async () => {}, close: async () => {} };

  test.each<[options: SessionOptions, fields: object]>([
    [{ agents }, { agents }],
    [{ supportedDialogKinds: ['a'] }, { supportedDialogKinds: ['a'] }],
    [{ promptSuggestions: true }, { promptSuggestions: true }],
    [{ promptSuggestions: false }, { promptSuggestions: false }],
    [{ forwardSubagentText: true }, { forwardSubagentText: true }],
    [{ agentProgressSummaries: true }, { agentProgressSummaries: true }],
    [{ hooks: { Stop: [{ hooks: [hook] }] } }, { hooks: { Stop: [{ hookCallbackIds: ['hook_0'] }] } }],
    [{ hooks: {} }, {}],
    [{ hooks: { Stop: [] } }, {}],
    [
      { mcpServers: { files: { command: 'mcp-files' } } },
      { mcpServers: { files: { command: 'mcp-files' } } },
    ],
    [{ mcpServers: { mine: { type: 'sdk', name: 'mine', instance } } }, { sdkMcpServers: ['mine'] }],
    [{ mcpServers: {} }, {}],
  ])('%o is said as %o', (options, fields) => {
    expect(handshake(options, fresh)).toEqual({ subtype: 'initialize', ...fields });
    expect(handshake(options, resume)).toEqual({ subtype: 'initialize', ...fields });
  });

  test('nothing is said of what is undefined', () => {
    const options = {
      agents: undefined,
      hooks: undefined,
      mcpServers: undefined,
      promptSuggestions: undefined,
    };
    expect(handshake(options, fresh)).toStrictEqual({ subtype: 'initialize' });
  });
});

test('nothing else goes by the handshake', () => {
  const options: SessionOptions = {
    name: 'assistant',
    model: 'sonnet',
    env: { ANTHROPIC_API_KEY: 'secret' },
    cwd: '/',
    allowedTools: ['Bash'],
    extraArgs: { effort: 'low' },
    timeout: 1,
    canUseTool: 'ask',
    onElicitation: 'ask',
    onUserDialog: 'ask',
    permissionTimeout: 1,
    strictMcpConfig: true,
    agent: 'reviewer',
    enableFileCheckpointing: true,
    includeHookEvents: true,
  };
  expect(handshake(options, fresh)).toEqual({ subtype: 'initialize' });
});
