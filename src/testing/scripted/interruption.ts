import type { Message, ResultMessage } from '../../protocol/messages/index.js';
import { assistantMessage, resultMessage, textBlock, toolResultMessage } from './message-builders.js';
import type { OpenParts } from './open-parts.js';
import { partialMessage } from './partial-builders.js';

/** What the CLI says when a turn is interrupted (`cli-protocol.md`, 6.4): it closes what is open, and reports it. */
export function interruption(open: OpenParts): { messages: readonly Message[]; result: ResultMessage } {
  // A tool may be called, and even run, before the message that calls it is over.
  const inTools = open.tools.length > 0 && !open.streaming;
  return {
    messages: [
      ...partialText(open),
      ...open.tools.map((id) => toolResultMessage(id, REJECTED, { isError: true })),
      marker(inTools ? '[Request interrupted by user for tool use]' : '[Request interrupted by user]'),
      ...endOfStream(open),
    ],
    result: resultMessage({
      subtype: 'error_during_execution',
      is_error: true,
      terminal_reason: inTools ? 'aborted_tools' : 'aborted_streaming',
      errors: ['[ede_diagnostic] result_type=user last_content_type=n/a'],
    }),
  };
}

const REJECTED =
  "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, the " +
  'new_string was NOT written to the file). STOP what you are doing and wait for the user to tell you how to proceed.';

function partialText({ text }: OpenParts): readonly Message[] {
  return text === '' ? [] : [{ ...assistantMessage(text), aborted: true }];
}

function marker(text: string): Message {
  return {
    type: 'user',
    parent_tool_use_id: null,
    message: { role: 'user', content: [textBlock(text)] },
  };
}

function endOfStream({ block, streaming }: OpenParts): readonly Message[] {
  return [
    ...(block === undefined ? [] : [partialMessage({ type: 'content_block_stop', index: block })]),
    ...(streaming
      ? [
          partialMessage({ type: 'message_delta', delta: { stop_reason: null } }),
          partialMessage({ type: 'message_stop' }),
        ]
      : []),
  ];
}
