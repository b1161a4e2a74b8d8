/**
 * The public API. A line added here is a promise; `test/index.test.ts` pins the list.
 */
export { createSystem, type System } from './system/system.js';
export type { InspectionObserver, SystemLimits, SystemOptions } from './system/system-options.js';
export { conversation, defaultSystem, getSession, query, startSession } from './system/default-system.js';

export type { InterruptOutcome, Session, SessionEvents, SessionStatus } from './session/session.js';
export type { SessionState } from './session/incarnation.js';
export type { ActorView, SessionSnapshot } from './session/actor-view.js';
export type { QueryOptions } from './session/query.js';
export type { QueryStream } from './session/query-stream.js';
export type { Collected, IndexedDelta, ToolCall } from './session/stream-helpers.js';

export {
  isSessionError,
  SessionError,
  type FailedResult,
  type SessionErrorFacts,
} from './errors/session-error.js';
export type { ResultErrorCode, SessionErrorCode } from './errors/codes.js';

export type {
  OutputFormat,
  PermissionMode,
  SessionOptions,
  SettingSource,
  SystemPromptPreset,
} from './protocol/options/session-options.js';
export type * from './protocol/messages/index.js';
export type { ConversationMessage } from './history/index.js';

export type {
  AdapterRequest,
  AdapterSink,
  Backend,
  Ending,
  Frame,
  FrameCounts,
  SessionAdapter,
  Where,
} from './adapter/session-adapter.js';
export type { Clock, TimerHandle } from './base/clock.js';
export type { LogFacts, Logger } from './base/logger.js';
export type { Unsubscribe } from './base/emitter.js';
