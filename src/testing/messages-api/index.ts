export { apiError, type ApiErrorOptions } from './api-error.js';
export { cutAfter, hang, refuse, sseError, type SseErrorOptions } from './broken-replies.js';
export type { MessagesApi, MessagesApiOptions, OtherRequest, Refusal } from './messages-api.js';
export { paused, type PausedReply } from './paused.js';
export type {
  ReceivedRequest,
  RequestMessage,
  RequestOutcome,
  RequestTool,
  RequestToolResult,
} from './received-request.js';
export type * from './reply.js';
export { reply, text, thinking, toolUse, type ReplyOptions, type TextOptions } from './reply-builders.js';
export type { ReplyLike } from './reply-like.js';
export type { Responder } from './script.js';
export { startMessagesApi } from './start-messages-api.js';
export { delayed, gate, type GateReply } from './waiting-replies.js';
