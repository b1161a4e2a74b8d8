/**
 * The public API. A line added here is a promise; `test/index.test.ts` pins the list.
 */
export { createSystem, type System } from './system/system.js';
export type { SystemTree } from './system/system-tree.js';
export type { SystemLimits, SystemOptions } from './system/system-options.js';
export type {
  EventGap,
  EventStream,
  EventStreamOptions,
  SessionHappened,
  SupervisorHappened,
  SystemEvent,
} from './system/system-events.js';
export {
  conversation,
  defaultSystem,
  getSession,
  getSupervisor,
  query,
  startSession,
  startSupervisor,
} from './system/default-system.js';

export { checkChildSpecs } from './supervisor/check-child-specs.js';
export type {
  BackOff,
  ChildDynamicSupervisorSpec,
  ChildPolicy,
  ChildSpec,
  ChildSupervisorSpec,
  DynamicSupervisorSpec,
  RootSpec,
  SessionSpec,
  Shutdown,
  SupervisorSpec,
} from './supervisor/child-spec.js';
export type { AutoShutdown, Restart, Strategy } from './supervisor/core/spec.js';
export type { SupervisorReport } from './supervisor/reports.js';
export type { SupervisorHappening } from './supervisor/supervisor-happening.js';
export type { SupervisorNode, TreeNode } from './supervisor/tree-node.js';
export type { SessionNames, SupervisorNames } from './supervisor/spec-names.js';
export type {
  ChildStatus,
  SessionCounts,
  SessionFilter,
  SessionRow,
  Supervisor,
  SupervisorChildCounts,
  SupervisorChildRow,
  SupervisorEvents,
  SupervisorState,
  SupervisorStatus,
} from './supervisor/supervisor.js';

export type { InterruptOutcome, Session, SessionEvents, SessionStatus } from './session/session.js';
export type { SessionState } from './session/incarnation.js';
export type { SessionNode } from './session/session-node.js';
export type { LastExit } from './session/whereabouts.js';
export type { SessionHappening } from './session/session-happening.js';
export type { ActorView, SessionSnapshot } from './session/actor-view.js';
export type { SessionControls } from './session/session-controls.js';
export type {
  DialogQuestion,
  ElicitationQuestion,
  PermissionQuestion,
  Question,
  QuestionAnswer,
} from './callbacks/questions/question.js';
export { createSdkMcpServer } from './callbacks/tools/sdk-mcp-server.js';
export { tool } from './callbacks/tools/tool.js';
export type { QueryOptions } from './session/query.js';
export type { QueryStream } from './session/query-stream.js';
export type { Collected, IndexedDelta, ToolCall } from './session/stream-helpers.js';

export {
  isSessionError,
  SessionError,
  type FailedResult,
  type SessionErrorFacts,
} from './errors/session-error.js';
export type { ResultErrorCode, SessionErrorCode, SupervisionErrorCode } from './errors/codes.js';

export type {
  OutputFormat,
  PermissionMode,
  SessionOptions,
  SettingSource,
  SystemPromptPreset,
} from './protocol/options/session-options.js';
export type * from './protocol/callbacks/index.js';
export type * from './protocol/control/index.js';
export type * from './protocol/messages/index.js';
export type { ConversationMessage } from './history/index.js';

export type {
  AdapterRequest,
  AdapterSink,
  Backend,
  Ending,
  Frame,
  FrameCounts,
  HostCall,
  SessionAdapter,
  Where,
} from './adapter/session-adapter.js';
export type { Clock, TimerHandle } from './base/clock.js';
export type { LogFacts, Logger } from './base/logger.js';
export type { Unsubscribe } from './base/emitter.js';
export type { InspectionObserver } from './base/inspection.js';
