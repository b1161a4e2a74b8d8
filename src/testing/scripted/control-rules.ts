import type { ControlRequestBody } from '../../protocol/wire/classify-line.js';
import type { McpServers } from './mcp-servers.js';
import { failure, success, type ControlVerdict, type ScriptedSettings } from './control-verdict.js';
import { mcpReconnect, mcpSetServers, mcpToggle } from './mcp-rules.js';

/** What the answer to a control request depends on. */
export interface ControlFacts extends ScriptedSettings {
  /** Whether it was started with `--allow-dangerously-skip-permissions`. */
  readonly mayBypass: boolean;
  /** Whether it keeps file checkpoints. */
  readonly keepsCheckpoints: boolean;
  readonly hasCheckpoint: (promptId: unknown) => boolean;
  /** Whether a turn has begun. */
  readonly hasConversed: boolean;
  readonly servers: McpServers;
}

/** What CLI 2.1.330 takes if nothing else is asked for, and what it means by the short names. */
export const DEFAULT_MODEL = 'claude-opus-5-5';
const MODELS: Readonly<Record<string, string>> = {
  haiku: 'claude-haiku-5-5',
  sonnet: 'claude-sonnet-5-5',
  opus: DEFAULT_MODEL,
};

const MODES = ['acceptEdits', 'auto', 'bypassPermissions', 'default', 'dontAsk', 'plan'];

/** The full id of a model. */
export function modelId(name: string): string {
  return MODELS[name] ?? name;
}

/**
 * Answers a control request as the real CLI was seen to (`cli-protocol.md`, 4.2). Those that this stand-in does not
 * know it refuses as the real one refuses what that does not know.
 */
export function judgeControl(request: ControlRequestBody, facts: ControlFacts): ControlVerdict {
  switch (request.subtype) {
    case 'set_model':
      return setModel(request.model, facts);
    case 'set_permission_mode':
      return setPermissionMode(request.mode, facts);
    case 'set_max_thinking_tokens':
      return setMaxThinkingTokens(request);
    case 'mcp_status':
      return success({ mcpServers: facts.servers.list });
    case 'mcp_set_servers':
      return mcpSetServers(request, facts.servers);
    case 'mcp_toggle':
      return mcpToggle(request, facts.servers);
    case 'mcp_reconnect':
      return mcpReconnect(request, facts.servers);
    case 'mcp_message':
      return success();
    case 'get_context_usage':
      return success(contextUsage(facts.model));
    case 'stop_task':
      return typeof request.task_id === 'string'
        ? success({})
        : failure('stop_task: task_id must be a string');
    case 'background_tasks':
      return success({});
    case 'rewind_files':
      return rewindFiles(request, facts);
    default:
      return failure(`Unsupported control request subtype: ${request.subtype}`, 'unsupported_request');
  }
}

function setModel(name: unknown, { model, hasConversed }: ControlFacts): ControlVerdict {
  if (name !== undefined && name !== null && typeof name !== 'string') {
    return failure('set_model: model must be a string', 'invalid_request', { model });
  }
  if (name === '') {
    const words =
      'Model "(unrecognized model name)" is not a recognized model id. Run /model to see available models.';
    return failure(words, 'catalog_unknown', { model });
  }
  const id = modelId(name ?? DEFAULT_MODEL);
  const note = `<local-command-stdout>Set model to \`${name ?? 'default'} (${id})\`</local-command-stdout>`;
  const replay = {
    type: 'user',
    message: { role: 'user', content: note },
    parent_tool_use_id: null,
    isReplay: true,
  };
  return { ...success({ model: id }), ...(hasConversed && { before: replay }), settings: { model: id } };
}

function setPermissionMode(wanted: unknown, { permissionMode, mayBypass }: ControlFacts): ControlVerdict {
  const mode = wanted === 'manual' ? 'default' : wanted;
  if (typeof mode !== 'string' || !MODES.includes(mode)) {
    return failure(`Cannot set permission mode: must be one of ${MODES.join(', ')}`, 'invalid_mode');
  }
  if (mode === 'bypassPermissions' && !mayBypass) {
    const words =
      'Cannot set permission mode to bypassPermissions because the session was not launched with ' +
      '--dangerously-skip-permissions';
    return failure(words, 'bypass_not_launched');
  }
  const changed = { type: 'system', subtype: 'status', status: null, permissionMode: mode };
  return {
    ...success({ mode }),
    ...(mode !== permissionMode && { after: changed }),
    settings: { permissionMode: mode },
  };
}

const DISPLAYS: ReadonlySet<unknown> = new Set(['summarized', 'omitted', 'highlights', null, undefined]);

function setMaxThinkingTokens({
  max_thinking_tokens: tokens,
  thinking_display: display,
}: ControlRequestBody): ControlVerdict {
  const isCount = tokens === undefined || tokens === null || Number.isInteger(tokens);
  if (isCount && DISPLAYS.has(display)) return success();
  return failure(
    'set_max_thinking_tokens: max_thinking_tokens must be an integer or null and thinking_display must be ' +
      '"summarized", "omitted", "highlights", or null',
  );
}

/** A dry run is a dry run only under `dry_run`: any other spelling rewinds. */
function rewindFiles(request: ControlRequestBody, facts: ControlFacts): ControlVerdict {
  const isDry = request.dry_run === true;
  const obstacle = !facts.keepsCheckpoints
    ? 'File rewinding is not enabled.'
    : facts.hasCheckpoint(request.user_message_id)
      ? undefined
      : 'No file checkpoint found for this message.';
  if (obstacle !== undefined)
    return isDry ? success({ canRewind: false, error: obstacle }) : failure(obstacle);
  return success(
    isDry
      ? { canRewind: true, filesChanged: [], insertions: 0, deletions: 0 }
      : { canRewind: true, skippedLinks: 0 },
  );
}

/** An empty window: nothing counts the tokens of a scripted conversation. */
function contextUsage(model: string): Readonly<Record<string, unknown>> {
  const maxTokens = 1_000_000;
  const free = { id: 'free_space', name: 'Free space', tokens: maxTokens, kind: 'free' };
  return { categories: [free], totalTokens: 0, maxTokens, rawMaxTokens: maxTokens, percentage: 0, model };
}
