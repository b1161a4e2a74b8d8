import type { PermissionResult } from '../../protocol/callbacks/index.js';
import type { Message, ToolUseBlock } from '../../protocol/messages/index.js';
import type { AskHost } from './host-request.js';
import { assistantMessage, toolResultMessage } from './message-builders.js';

type Fields = Readonly<Record<string, unknown>>;

/** A call of a tool by the scripted model; see {@link useTool}. */
export interface ToolUse {
  /** By which the host is asked: of the request, or of the adapter. */
  readonly ask: AskHost;
  readonly call: ToolUseBlock;
  /** What the tool does where it may, and what comes of it. Default: `done`. */
  readonly run?: (input: Fields) => string | Promise<string>;
  /** Id of the PreToolUse hook that is asked first. The handshake numbers them: `hook_0`. */
  readonly hook?: string;
  /** Further fields of the question: `permission_suggestions`, `agent_id`. */
  readonly fields?: Fields;
}

/**
 * The part of a reply in which the model calls a tool for which there is no rule: the host is asked, the tool is run with
 * the input that the host allowed, and its result, or why it was not run, is told to the model.
 *
 * ```ts
 * const backend = scriptedBackend(async function* ({ ask }) {
 *   yield* useTool({ ask, call: toolUseBlock('Bash', { command: 'ls' }), run: () => 'README.md' });
 *   yield* streamedText('There is a README.md.');
 * });
 * ```
 */
export async function* useTool(use: ToolUse): AsyncGenerator<Message, void> {
  const { call, run = () => 'done' } = use;
  yield assistantMessage([call]);
  const verdict = await decide(use);
  yield verdict.behavior === 'allow'
    ? toolResultMessage(call.id, await run(verdict.updatedInput ?? call.input))
    : toolResultMessage(call.id, verdict.message, { isError: true });
}

async function decide({ ask, call: { id, name, input }, hook, fields }: ToolUse): Promise<PermissionResult> {
  const said = hook === undefined ? {} : await askHook(ask, hook, { id, name, input });
  const { permissionDecision, permissionDecisionReason: reason, updatedInput = input } = said;
  if (permissionDecision === 'allow') return { behavior: 'allow', updatedInput };
  if (permissionDecision === 'deny')
    return { behavior: 'deny', message: `PreToolUse:${name} hook error: ${reason ?? ''}` };
  const asked = { subtype: 'can_use_tool', tool_name: name, display_name: name, tool_use_id: id } as const;
  const forced = permissionDecision === 'ask' && { decision_reason: reason, decision_reason_type: 'hook' };
  return ask({ ...asked, input: updatedInput, ...forced, ...fields });
}

interface HookDecision {
  readonly permissionDecision?: string;
  readonly permissionDecisionReason?: string;
  readonly updatedInput?: Fields;
}

async function askHook(
  ask: AskHost,
  hook: string,
  { id, name, input }: Pick<ToolUseBlock, 'id' | 'name' | 'input'>,
): Promise<HookDecision> {
  const event = {
    hook_event_name: 'PreToolUse',
    tool_name: name,
    tool_input: input,
    tool_use_id: id,
  };
  const { hookSpecificOutput } = await ask({
    subtype: 'hook_callback',
    callback_id: hook,
    input: event,
    tool_use_id: id,
  });
  return hookSpecificOutput ?? {};
}
