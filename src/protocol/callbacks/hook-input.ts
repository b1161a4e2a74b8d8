import type * as conversation from './hook-inputs-of-conversations.js';
import type * as session from './hook-inputs-of-sessions.js';
import type * as tool from './hook-inputs-of-tools.js';
import type { HookEvent } from './hook-events.js';

/** What a hook is told, by event. */
export interface HookInputs {
  readonly PreToolUse: tool.PreToolUseHookInput;
  readonly PostToolUse: tool.PostToolUseHookInput;
  readonly PostToolUseFailure: tool.PostToolUseFailureHookInput;
  readonly PostToolBatch: tool.PostToolBatchHookInput;
  readonly Notification: session.NotificationHookInput;
  readonly UserPromptSubmit: conversation.UserPromptSubmitHookInput;
  readonly UserPromptExpansion: conversation.UserPromptExpansionHookInput;
  readonly SessionStart: session.SessionStartHookInput;
  readonly SessionEnd: session.SessionEndHookInput;
  readonly Stop: conversation.StopHookInput;
  readonly StopFailure: conversation.StopFailureHookInput;
  readonly SubagentStart: conversation.SubagentStartHookInput;
  readonly SubagentStop: conversation.SubagentStopHookInput;
  readonly PreCompact: conversation.PreCompactHookInput;
  readonly PostCompact: conversation.PostCompactHookInput;
  readonly PreModelSwitch: conversation.PreModelSwitchHookInput;
  readonly PostModelSwitch: conversation.PostModelSwitchHookInput;
  readonly PermissionRequest: tool.PermissionRequestHookInput;
  readonly PermissionDenied: tool.PermissionDeniedHookInput;
  readonly Setup: session.SetupHookInput;
  readonly TeammateIdle: session.TeammateIdleHookInput;
  readonly TaskCreated: session.TaskCreatedHookInput;
  readonly TaskCompleted: session.TaskCompletedHookInput;
  readonly Elicitation: tool.ElicitationHookInput;
  readonly ElicitationResult: tool.ElicitationResultHookInput;
  readonly ConfigChange: session.ConfigChangeHookInput;
  readonly WorktreeCreate: session.WorktreeCreateHookInput;
  readonly WorktreeRemove: session.WorktreeRemoveHookInput;
  readonly InstructionsLoaded: session.InstructionsLoadedHookInput;
  readonly CwdChanged: session.CwdChangedHookInput;
  readonly FileChanged: session.FileChangedHookInput;
  readonly DirectoryAdded: session.DirectoryAddedHookInput;
  readonly MessageDisplay: conversation.MessageDisplayHookInput;
}

/**
 * What a hook is told: told apart by `hook_event_name`, spelled as on the wire. The CLI may say more than is listed; it is
 * passed on.
 */
export type HookInput<Event extends HookEvent = HookEvent> = HookInputs[Event];
