import type { PermissionUpdate } from './permission.js';

/** Those that add to what the model knows; what they say stands in its next request. */
interface WithContext<Event> {
  readonly hookEventName: Event;
  readonly additionalContext?: string | undefined;
}

export interface PreToolUseHookSpecificOutput extends WithContext<'PreToolUse'> {
  /** Without one, the rules and the permission mode decide as if there were no hook. */
  readonly permissionDecision?: HookPermissionDecision | undefined;
  /** For the model, if it is denied. */
  readonly permissionDecisionReason?: string | undefined;
  /** What the tool is called with instead. */
  readonly updatedInput?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * `allow` runs the tool without asking anybody; `deny` does not run it; `ask` asks, whatever the rules say; `defer` ends
 * the turn before the tool, whose call is then `deferred_tool_use` of the result.
 */
export type HookPermissionDecision = 'allow' | 'deny' | 'ask' | 'defer';

export interface PostToolUseHookSpecificOutput extends WithContext<'PostToolUse'> {
  /** What the permission mode `auto` is to know: nothing but what a user has said. At most 2000 characters. */
  readonly classifierContext?: string | undefined;
  /** What the model gets in place of the output, in the shape that the tool's own has. */
  readonly updatedToolOutput?: unknown;
  /** The same, for tools of MCP servers only. */
  readonly updatedMCPToolOutput?: unknown;
}

export type PostToolUseFailureHookSpecificOutput = WithContext<'PostToolUseFailure'>;

export type PostToolBatchHookSpecificOutput = WithContext<'PostToolBatch'>;

export interface UserPromptSubmitHookSpecificOutput extends WithContext<'UserPromptSubmit'> {
  readonly sessionTitle?: string | undefined;
  /** With `decision: 'block'`: leaves the prompt out of what is said about it. */
  readonly suppressOriginalPrompt?: boolean | undefined;
}

export interface UserPromptExpansionHookSpecificOutput extends WithContext<'UserPromptExpansion'> {
  readonly suppressOriginalPrompt?: boolean | undefined;
}

export interface SessionStartHookSpecificOutput extends WithContext<'SessionStart'> {
  readonly initialUserMessage?: string | undefined;
  readonly sessionTitle?: string | undefined;
  readonly watchPaths?: readonly string[] | undefined;
  readonly reloadSkills?: boolean | undefined;
}

export type SetupHookSpecificOutput = WithContext<'Setup'>;

export interface PreModelSwitchHookSpecificOutput {
  readonly hookEventName: 'PreModelSwitch';
  /** `deny`, and `ask` where there is nobody to ask, refuse the switch: `setModel` rejects. */
  readonly permissionDecision?: 'allow' | 'deny' | 'ask' | undefined;
  readonly permissionDecisionReason?: string | undefined;
}

export type PostModelSwitchHookSpecificOutput = WithContext<'PostModelSwitch'>;

/** The context is the subagent's. */
export type SubagentStartHookSpecificOutput = WithContext<'SubagentStart'>;

/** With a context, the model goes on. */
export type StopHookSpecificOutput = WithContext<'Stop'>;

export type SubagentStopHookSpecificOutput = WithContext<'SubagentStop'>;

export type NotificationHookSpecificOutput = WithContext<'Notification'>;

export interface PermissionRequestHookSpecificOutput {
  readonly hookEventName: 'PermissionRequest';
  readonly decision:
    | {
        readonly behavior: 'allow';
        readonly updatedInput?: Readonly<Record<string, unknown>> | undefined;
        readonly updatedPermissions?: readonly PermissionUpdate[] | undefined;
      }
    | {
        readonly behavior: 'deny';
        readonly message?: string | undefined;
        readonly interrupt?: boolean | undefined;
      };
}

export interface PermissionDeniedHookSpecificOutput {
  readonly hookEventName: 'PermissionDenied';
  readonly retry?: boolean | undefined;
}

/** An answer in place of one by `onElicitation`. CLI 2.1.330 does not hear it from a host; `decision: 'block'` it does. */
export interface ElicitationHookSpecificOutput {
  readonly hookEventName: 'Elicitation';
  readonly action?: 'accept' | 'decline' | 'cancel' | undefined;
  readonly content?: Readonly<Record<string, unknown>> | undefined;
}

/** What the server gets instead. CLI 2.1.330 does not hear it from a host. */
export interface ElicitationResultHookSpecificOutput {
  readonly hookEventName: 'ElicitationResult';
  readonly action?: 'accept' | 'decline' | 'cancel' | undefined;
  readonly content?: Readonly<Record<string, unknown>> | undefined;
}

export interface CwdChangedHookSpecificOutput {
  readonly hookEventName: 'CwdChanged';
  /** Files whose changes are `FileChanged` events from now on. */
  readonly watchPaths?: readonly string[] | undefined;
}

export interface FileChangedHookSpecificOutput {
  readonly hookEventName: 'FileChanged';
  readonly watchPaths?: readonly string[] | undefined;
}

/** Where the worktree is that the hook has made. */
export interface WorktreeCreateHookSpecificOutput {
  readonly hookEventName: 'WorktreeCreate';
  readonly worktreePath: string;
}

export interface MessageDisplayHookSpecificOutput {
  readonly hookEventName: 'MessageDisplay';
  /** What a terminal shows; neither the messages that the host gets nor what the model sees change. */
  readonly displayContent?: string | undefined;
}

/** What only one event's hooks may say. Events that are not here have nothing of the kind. */
export type AnyHookSpecificOutput =
  | PreToolUseHookSpecificOutput
  | PostToolUseHookSpecificOutput
  | PostToolUseFailureHookSpecificOutput
  | PostToolBatchHookSpecificOutput
  | UserPromptSubmitHookSpecificOutput
  | UserPromptExpansionHookSpecificOutput
  | SessionStartHookSpecificOutput
  | SetupHookSpecificOutput
  | PreModelSwitchHookSpecificOutput
  | PostModelSwitchHookSpecificOutput
  | SubagentStartHookSpecificOutput
  | StopHookSpecificOutput
  | SubagentStopHookSpecificOutput
  | NotificationHookSpecificOutput
  | PermissionRequestHookSpecificOutput
  | PermissionDeniedHookSpecificOutput
  | ElicitationHookSpecificOutput
  | ElicitationResultHookSpecificOutput
  | CwdChangedHookSpecificOutput
  | FileChangedHookSpecificOutput
  | WorktreeCreateHookSpecificOutput
  | MessageDisplayHookSpecificOutput;
