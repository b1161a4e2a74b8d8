import * as z from 'zod';
import { LONGEST_DELAY } from '../../base/clock.js';
import { once } from '../../base/once.js';
import { agentsSchema } from './agents-schema.js';
import { hooksSchema } from './hooks-schema.js';
import { isJson } from './is-json.js';
import { mcpServersSchema } from './mcp-servers-schema.js';

/**
 * The options of a session and those of a query, each by itself, and the kinds of values that others have, too; what holds
 * between options is in `check-options.ts`. Built with the first check: when the library is imported, that would be a tenth
 * of the time it takes.
 */
export const optionSchemas = once(() => {
  // What an argument or a variable of a process can be.
  const passable = z.string().refine((value) => !value.includes('\0'));

  const variable = passable.min(1).refine((name) => !name.includes('='));

  // Each schema's description is the `expected` part of the message that refuses a value.
  const text = passable.min(1).describe('a text that is not empty and has no NUL');
  const flag = z.boolean().describe('true or false');
  // Any that the CLI takes: it does not mind the version.
  const uuid = z.guid().describe('a UUID');
  const texts = z.array(passable.min(1)).readonly().describe('a list of texts');
  const count = z.int().positive().describe('a whole number above 0');

  const milliseconds = z
    .union([z.number().min(0).max(LONGEST_DELAY), z.literal(Infinity)])
    .describe(`milliseconds from 0 to ${LONGEST_DELAY}, or Infinity`);

  const systemPrompt = z
    .union([
      z.string(),
      z.strictObject({
        type: z.literal('preset'),
        preset: z.literal('claude_code'),
        append: z.string().optional(),
      }),
    ])
    .describe("a text, or { type: 'preset', preset: 'claude_code', append? }");

  const outputFormat = z
    .strictObject({
      type: z.literal('json_schema'),
      schema: z.record(z.string(), z.unknown()).refine(isJson),
    })
    .describe("{ type: 'json_schema', schema }, the schema as JSON");

  const permissionMode = z
    .enum(['default', 'acceptEdits', 'bypassPermissions', 'plan', 'dontAsk', 'auto'])
    .describe("'default', 'acceptEdits', 'bypassPermissions', 'plan', 'dontAsk' or 'auto'");

  const callback = z.custom((value) => typeof value === 'function').describe('a function');
  const decider = z.union([callback, z.literal('ask')]).describe("a function, or 'ask'");

  const detail = z.enum(['summary', 'full']).describe("'summary' or 'full'");

  const session = {
    name: text,
    resume: uuid,
    continue: flag,
    forkSession: flag,
    sessionId: uuid,
    noSessionPersistence: flag,
    model: text,
    fallbackModel: text,
    systemPrompt,
    outputFormat,
    maxTurns: count,
    maxBudgetUsd: z.number().positive().describe('an amount above 0'),
    maxThinkingTokens: z.int().nonnegative().describe('a whole number, not below 0'),
    includePartialMessages: flag,
    tools: texts,
    allowedTools: texts,
    disallowedTools: texts,
    permissionMode,
    allowDangerouslySkipPermissions: flag,
    canUseTool: decider,
    onElicitation: decider,
    onUserDialog: decider,
    supportedDialogKinds: texts,
    permissionTimeout: milliseconds,
    hooks: hooksSchema(callback),
    mcpServers: mcpServersSchema(passable),
    strictMcpConfig: flag,
    agents: agentsSchema(passable, permissionMode),
    agent: text,
    enableFileCheckpointing: flag,
    promptSuggestions: flag,
    forwardSubagentText: flag,
    agentProgressSummaries: flag,
    includeHookEvents: flag,
    additionalDirectories: texts,
    settingSources: z
      .array(z.enum(['user', 'project', 'local']))
      .readonly()
      .describe("a list of 'user', 'project' and 'local'"),
    cwd: text,
    env: z
      .preprocess(
        // The host's own is not a plain object to zod.
        (value) => (value === process.env ? { ...process.env } : value),
        z.record(variable, passable.optional()),
      )
      .describe('a record of texts'),
    pathToClaudeCodeExecutable: text,
    extraArgs: z.record(z.string(), passable.nullable()).describe('a record of texts, or null'),
    timeout: milliseconds,
    inactivityTimeout: milliseconds,
    controlTimeout: milliseconds,
    maxBufferedBytes: count,
    shutdown: milliseconds,
  };

  const query = {
    timeout: milliseconds,
    inactivityTimeout: milliseconds,
    priority: z.int().min(-1_000_000).max(1_000_000).describe('a whole number from -1 000 000 to 1 000 000'),
    signal: z.instanceof(AbortSignal).describe('an AbortSignal'),
  };

  return { session, query, kinds: { text, texts, flag, milliseconds, detail } };
});
