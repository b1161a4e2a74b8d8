import { withoutUndefined } from '../../base/without.js';
import { registerHooks } from './hook-fields.js';
import { mcpFields } from './mcp-fields.js';
import type { StartingPoint } from './launch-arguments.js';
import type { SessionOptions } from './session-options.js';

/** The fields of the `initialize` control request (`cli-protocol.md`, 2 and 4.1). */
export interface Handshake {
  readonly subtype: 'initialize';
  readonly [field: string]: unknown;
}

/** What the options say by the handshake, where nobody else on the machine can read it. */
export function handshake(options: SessionOptions, start: StartingPoint): Handshake {
  return {
    subtype: 'initialize',
    ...systemPromptFields(options.systemPrompt, start),
    ...(options.outputFormat && { jsonSchema: options.outputFormat.schema }),
    ...hookFields(options),
    ...mcpFields(options.mcpServers),
    ...withoutUndefined({
      agents: options.agents,
      supportedDialogKinds: options.supportedDialogKinds,
      promptSuggestions: options.promptSuggestions,
      forwardSubagentText: options.forwardSubagentText,
      agentProgressSummaries: options.agentProgressSummaries,
    }),
  };
}

function hookFields({ hooks }: SessionOptions): Record<string, unknown> {
  const { fields, registered } = registerHooks(hooks);
  return registered.length === 0 ? {} : { hooks: fields };
}

function systemPromptFields(
  given: SessionOptions['systemPrompt'],
  start: StartingPoint,
): Record<string, unknown> {
  if (given === undefined) return {};
  const prompt = typeof given === 'string' ? { systemPrompt: [given] } : preset(given.append);
  // A conversation keeps the system prompt that it was recorded with, unless the snapshot is turned off.
  return start.kind === 'fresh' ? prompt : { ...prompt, systemPromptSnapshot: false };
}

function preset(append: string | undefined): Record<string, unknown> {
  return append === undefined ? {} : { appendSystemPrompt: append };
}
