import type * as sdk from '@anthropic-ai/claude-agent-sdk';
import type * as ours from 'troupe';
import { expectTypeOf, test } from 'vitest';

/** Those that both know, under the names they have here. */
interface Counterparts {
  StatusMessage: [sdk.SDKStatusMessage, ours.StatusMessage];
  CompactBoundaryMessage: [sdk.SDKCompactBoundaryMessage, ours.CompactBoundaryMessage];
  ThinkingTokensMessage: [sdk.SDKThinkingTokensMessage, ours.ThinkingTokensMessage];
  ApiRetryMessage: [sdk.SDKAPIRetryMessage, ours.ApiRetryMessage];
  ModelRefusalFallbackMessage: [sdk.SDKModelRefusalFallbackMessage, ours.ModelRefusalFallbackMessage];
  ModelRefusalNoFallbackMessage: [sdk.SDKModelRefusalNoFallbackMessage, ours.ModelRefusalNoFallbackMessage];
  TaskStartedMessage: [sdk.SDKTaskStartedMessage, ours.TaskStartedMessage];
  TaskProgressMessage: [sdk.SDKTaskProgressMessage, ours.TaskProgressMessage];
  TaskUpdatedMessage: [sdk.SDKTaskUpdatedMessage, ours.TaskUpdatedMessage];
  BackgroundTasksChangedMessage: [sdk.SDKBackgroundTasksChangedMessage, ours.BackgroundTasksChangedMessage];
  HookStartedMessage: [sdk.SDKHookStartedMessage, ours.HookStartedMessage];
  HookProgressMessage: [sdk.SDKHookProgressMessage, ours.HookProgressMessage];
  HookResponseMessage: [sdk.SDKHookResponseMessage, ours.HookResponseMessage];
  PermissionDeniedMessage: [sdk.SDKPermissionDeniedMessage, ours.PermissionDeniedMessage];
  InformationalMessage: [sdk.SDKInformationalMessage, ours.InformationalMessage];
  NotificationMessage: [sdk.SDKNotificationMessage, ours.NotificationMessage];
  LocalCommandOutputMessage: [sdk.SDKLocalCommandOutputMessage, ours.LocalCommandOutputMessage];
  CommandsChangedMessage: [sdk.SDKCommandsChangedMessage, ours.CommandsChangedMessage];
  FilesPersistedMessage: [sdk.SDKFilesPersistedEvent, ours.FilesPersistedMessage];
  MemoryRecallMessage: [sdk.SDKMemoryRecallMessage, ours.MemoryRecallMessage];
  ElicitationCompleteMessage: [sdk.SDKElicitationCompleteMessage, ours.ElicitationCompleteMessage];
  PluginInstallMessage: [sdk.SDKPluginInstallMessage, ours.PluginInstallMessage];
  ControlRequestProgressMessage: [sdk.SDKControlRequestProgressMessage, ours.ControlRequestProgressMessage];
  SessionStateChangedMessage: [sdk.SDKSessionStateChangedMessage, ours.SessionStateChangedMessage];
  SessionWritesLostMessage: [sdk.SDKSessionWritesLostMessage, ours.SessionWritesLostMessage];
  WorkerShuttingDownMessage: [sdk.SDKWorkerShuttingDownMessage, ours.WorkerShuttingDownMessage];
  MirrorErrorMessage: [sdk.SDKMirrorErrorMessage, ours.MirrorErrorMessage];
  ConversationResetMessage: [sdk.SDKConversationResetMessage, ours.ConversationResetMessage];
  ToolProgressMessage: [sdk.SDKToolProgressMessage, ours.ToolProgressMessage];
  RateLimitMessage: [sdk.SDKRateLimitEvent, ours.RateLimitMessage];
  PromptSuggestionMessage: [sdk.SDKPromptSuggestionMessage, ours.PromptSuggestionMessage];
  ToolUseSummaryMessage: [sdk.SDKToolUseSummaryMessage, ours.ToolUseSummaryMessage];
  AuthStatusMessage: [sdk.SDKAuthStatusMessage, ours.AuthStatusMessage];
  // Their links may hold fields that are not said to be readable by name.
  TaskNotificationMessage: [
    Omit<sdk.SDKTaskNotificationMessage, 'resource_links'>,
    Omit<ours.TaskNotificationMessage, 'resource_links'>,
  ];
}

/** The names of those of which one is not one of ours. */
type Foreign = {
  [Name in keyof Counterparts]: Counterparts[Name] extends [infer Theirs, infer Ours]
    ? Theirs extends Ours
      ? never
      : Name
    : never;
}[keyof Counterparts];

/** Fields that the official SDK knows, by our name of the message. */
type Untyped = {
  [Name in keyof Counterparts]: Exclude<
    keyof Counterparts[Name][0],
    keyof Counterparts[Name][1]
  > extends infer Field
    ? [Field] extends [never]
      ? never
      : `${Name}.${Field & string}`
    : never;
}[keyof Counterparts];

test('what is a message to the official SDK is the same message here', () => {
  expectTypeOf<Foreign>().toBeNever();
});

test('every field that it types is typed here', () => {
  expectTypeOf<Untyped>().toBeNever();
});

test('no message that it has is missing here', () => {
  type Subtypes<Each> = Each extends { readonly type: 'system'; readonly subtype: infer Subtype }
    ? Subtype
    : never;
  type Types<Each> = Each extends { readonly type: infer Type } ? Type : never;
  expectTypeOf<Exclude<Types<sdk.SDKMessage>, Types<ours.Message>>>().toBeNever();
  expectTypeOf<Exclude<Subtypes<sdk.SDKMessage>, Subtypes<ours.Message>>>().toBeNever();
  expectTypeOf<sdk.SDKAssistantMessageError>().toEqualTypeOf<ours.AssistantMessageError>();
});

declare const message: ours.Message;

test('a message of a task is narrowed by its subtype', () => {
  if (message.type !== 'system') return;
  switch (message.subtype) {
    case 'task_started':
      expectTypeOf(message.description).toBeString();
      break;
    case 'task_notification':
      expectTypeOf(message.status).toEqualTypeOf<'completed' | 'failed' | 'stopped'>();
      break;
    case 'compact_boundary':
      expectTypeOf(message.compact_metadata.trigger).toEqualTypeOf<'manual' | 'auto'>();
      break;
    default:
  }
});

test('who said something is typed: a subagent, or nobody but the main conversation', () => {
  if (message.type === 'assistant' || message.type === 'user') {
    expectTypeOf(message.agent_id).toEqualTypeOf<string | undefined>();
    expectTypeOf(message.subagent_type).toEqualTypeOf<string | undefined>();
  }
});

test('a denied call is typed', () => {
  if (message.type === 'result') {
    expectTypeOf(message.permission_denials).toEqualTypeOf<readonly ours.PermissionDenial[] | undefined>();
  }
});
