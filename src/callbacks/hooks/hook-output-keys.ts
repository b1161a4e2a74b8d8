import type { MisplacedFields } from '../../protocol/callbacks/hook-output.js';
import type { HookEvent, HookJSONOutput, HookSpecificOutput } from '../../protocol/callbacks/index.js';

export type Keys = Readonly<Record<string, true>>;

/** All keys of the types of a union, so that the compiler holds the tables to them. */
type KeysOf<Union> = Readonly<Record<Union extends unknown ? keyof Union : never, true>>;

/** The keys that an output of any event may have. */
export const OUTPUT_KEYS: Omit<KeysOf<HookJSONOutput>, keyof MisplacedFields> = {
  continue: true,
  suppressOutput: true,
  stopReason: true,
  decision: true,
  systemMessage: true,
  terminalSequence: true,
  reason: true,
  hookSpecificOutput: true,
  async: true,
  asyncTimeout: true,
};

/** The keys that `hookSpecificOutput` may have, by event; `undefined` where there is none of that event. */
export const SPECIFIC_KEYS: {
  readonly [Event in HookEvent]: [HookSpecificOutput<Event>] extends [never]
    ? undefined
    : KeysOf<HookSpecificOutput<Event>>;
} = {
  PreToolUse: {
    hookEventName: true,
    permissionDecision: true,
    permissionDecisionReason: true,
    updatedInput: true,
    additionalContext: true,
  },
  PostToolUse: {
    hookEventName: true,
    additionalContext: true,
    classifierContext: true,
    updatedToolOutput: true,
    updatedMCPToolOutput: true,
  },
  PostToolUseFailure: { hookEventName: true, additionalContext: true },
  PostToolBatch: { hookEventName: true, additionalContext: true },
  Notification: { hookEventName: true, additionalContext: true },
  UserPromptSubmit: {
    hookEventName: true,
    additionalContext: true,
    sessionTitle: true,
    suppressOriginalPrompt: true,
  },
  UserPromptExpansion: { hookEventName: true, additionalContext: true, suppressOriginalPrompt: true },
  SessionStart: {
    hookEventName: true,
    additionalContext: true,
    initialUserMessage: true,
    sessionTitle: true,
    watchPaths: true,
    reloadSkills: true,
  },
  SessionEnd: undefined,
  Stop: { hookEventName: true, additionalContext: true },
  StopFailure: undefined,
  SubagentStart: { hookEventName: true, additionalContext: true },
  SubagentStop: { hookEventName: true, additionalContext: true },
  PreCompact: undefined,
  PostCompact: undefined,
  PreModelSwitch: { hookEventName: true, permissionDecision: true, permissionDecisionReason: true },
  PostModelSwitch: { hookEventName: true, additionalContext: true },
  PermissionRequest: { hookEventName: true, decision: true },
  PermissionDenied: { hookEventName: true, retry: true },
  Setup: { hookEventName: true, additionalContext: true },
  TeammateIdle: undefined,
  TaskCreated: undefined,
  TaskCompleted: undefined,
  Elicitation: { hookEventName: true, action: true, content: true },
  ElicitationResult: { hookEventName: true, action: true, content: true },
  ConfigChange: undefined,
  WorktreeCreate: { hookEventName: true, worktreePath: true },
  WorktreeRemove: undefined,
  InstructionsLoaded: undefined,
  CwdChanged: { hookEventName: true, watchPaths: true },
  FileChanged: { hookEventName: true, watchPaths: true },
  DirectoryAdded: undefined,
  MessageDisplay: { hookEventName: true, displayContent: true },
};

/** The keys that the `decision` of `PermissionRequest` may have. */
export const DECISION_KEYS: KeysOf<HookSpecificOutput<'PermissionRequest'>['decision']> = {
  behavior: true,
  updatedInput: true,
  updatedPermissions: true,
  message: true,
  interrupt: true,
};
