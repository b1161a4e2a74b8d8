export { apiErrorReply, apiErrorResult } from './api-error-reply.js';
export type { ScriptedBehaviour } from './behaviour.js';
export type { AskHost, HostAnswer, HostRequest } from './host-request.js';
export {
  assistantMessage,
  localCommandResult,
  resultMessage,
  textBlock,
  thinkingBlock,
  toolResultMessage,
  toolUseBlock,
} from './message-builders.js';
export { pacedReply, type PacedReply } from './paced-reply.js';
export { partialMessage, streamedText, textDelta, thinkingDelta } from './partial-builders.js';
export type { Script, ScriptedReply, ScriptedRequest } from './script.js';
export type { ScriptedAdapter, ScriptedCrash } from './scripted-adapter.js';
export { scriptedBackend, type ScriptedBackend } from './scripted-backend.js';
export { useTool, type ToolUse } from './use-tool.js';
