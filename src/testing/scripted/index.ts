export {
  apiErrorResult,
  assistantMessage,
  resultMessage,
  textBlock,
  textDelta,
  thinkingBlock,
  thinkingDelta,
  toolResultMessage,
  toolUseBlock,
} from './message-builders.js';
export type { Script, ScriptedReply, ScriptedRequest } from './script.js';
export type { ScriptedAdapter, ScriptedBehaviour } from './scripted-adapter.js';
export { scriptedBackend, type ScriptedBackend } from './scripted-backend.js';
