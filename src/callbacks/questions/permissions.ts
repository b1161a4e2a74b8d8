import * as z from 'zod';
import { withoutNullish } from '../../base/without.js';
import { once } from '../../base/once.js';
import type { CanUseTool, PermissionContext, PermissionResult } from '../../protocol/callbacks/index.js';
import { checkAnswer } from './check-answer.js';
import type { QuestionKind } from './question-kind.js';

interface PermissionDetails extends PermissionContext {
  readonly toolName: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const record = z.record(z.string(), z.unknown());
const text = z.string().nullish();
const flag = z.boolean().nullish();

const request = z.looseObject({
  tool_name: z.string(),
  input: record,
  tool_use_id: z.string(),
  permission_suggestions: z.array(z.looseObject({ type: z.string() })).nullish(),
  blocked_path: text,
  mcp_server: z.looseObject({ name: z.string(), source: z.string() }).nullish(),
  decision_reason: text,
  decision_reason_type: text,
  title: text,
  display_name: text,
  description: text,
  default_to_no: flag,
  suppress_always_allow_rule: flag,
  requires_user_interaction: flag,
  agent_id: text,
  matched_ask_rule: z
    .looseObject({ source: z.string(), tool_name: z.string(), rule_content: z.string().nullish() })
    .nullish(),
});

// A misspelt `updatedInput` would have the tool run with what it was to be kept from.
const answer = once(() => {
  const destination = z.enum(['userSettings', 'projectSettings', 'localSettings', 'session', 'cliArg']);
  const updates = z.array(z.looseObject({ type: z.string(), destination })).readonly();
  const classification = z.enum(['user_temporary', 'user_permanent', 'user_reject']);
  const common = { toolUseID: z.string().optional(), decisionClassification: classification.optional() };
  return z.discriminatedUnion('behavior', [
    z.strictObject({
      ...common,
      behavior: z.literal('allow'),
      updatedInput: record.optional(),
      updatedPermissions: updates.optional(),
    }),
    z.strictObject({
      ...common,
      behavior: z.literal('deny'),
      message: z.string(),
      interrupt: z.boolean().optional(),
    }),
  ]);
});

const REFUSALS = {
  nobody: 'Nobody is here to allow it.',
  late: 'Nobody answered in time whether this tool may be used.',
  failed: 'It could not be decided whether this tool may be used.',
};

/** Questions whether a tool may be used (`cli-protocol.md`, 5.1). */
export function permissionKind(
  canUseTool: CanUseTool | 'ask' | undefined,
): QuestionKind<PermissionDetails, PermissionResult> {
  return {
    kind: 'permission',
    option: 'canUseTool',
    decider:
      typeof canUseTool === 'function'
        ? ({ toolName, input, ...context }, control) =>
            canUseTool(toolName, input, { ...context, ...control })
        : canUseTool,
    read: readPermission,
    check: (given) =>
      checkAnswer(
        answer(),
        given,
        "{ behavior: 'allow', … } or { behavior: 'deny', message, … }",
      ) as PermissionResult,
    refusal: (why) => ({ behavior: 'deny', message: REFUSALS[why] }),
    encode: (result, { toolUseID }) => ({ ...result, toolUseID }),
  };
}

function readPermission(raw: Readonly<Record<string, unknown>>): PermissionDetails {
  const read = request.parse(raw);
  const rule = read.matched_ask_rule;
  const details = {
    toolName: read.tool_name,
    input: read.input,
    toolUseID: read.tool_use_id,
    suggestions: read.permission_suggestions,
    blockedPath: read.blocked_path,
    mcpServer: read.mcp_server,
    decisionReason: read.decision_reason,
    decisionReasonType: read.decision_reason_type,
    title: read.title,
    displayName: read.display_name,
    description: read.description,
    defaultToNo: read.default_to_no,
    suppressAlwaysAllowRule: read.suppress_always_allow_rule,
    requiresUserInteraction: read.requires_user_interaction,
    agentID: read.agent_id,
    matchedAskRule: rule && {
      source: rule.source,
      toolName: rule.tool_name,
      ...(rule.rule_content != null && { ruleContent: rule.rule_content }),
    },
  };
  return withoutNullish(details) as unknown as PermissionDetails;
}
