import type { PermissionMode } from '../options/permission-mode.js';

/**
 * Decides whether a tool may be used; names and shapes are the official SDK's. It may take as long as it likes: the
 * query's `timeout` stands still meanwhile. `null` leaves the question to whoever answers it by its id. Where it throws,
 * rejects or returns something else, the tool is denied, and the fault is reported to the system's logger.
 */
export type CanUseTool = (
  toolName: string,
  input: Readonly<Record<string, unknown>>,
  context: PermissionContext & { readonly signal: AbortSignal; readonly requestId: string },
) => PermissionResult | null | Promise<PermissionResult | null>;

/** What the CLI says about the tool call in question (`cli-protocol.md`, 5.1); each is there when it was given. */
export interface PermissionContext {
  readonly toolUseID: string;
  /** Updates that would spare the next such question: give some of them back as `updatedPermissions`. */
  readonly suggestions?: PermissionUpdate[];
  /** The path outside of what is allowed that led to the question. */
  readonly blockedPath?: string;
  /** Who serves a tool `mcp__…`. Trust goes by `source` (`sdk` is this host), never by the name. */
  readonly mcpServer?: { readonly name: string; readonly source: string };
  readonly decisionReason?: string;
  readonly decisionReasonType?: string;
  readonly title?: string;
  readonly displayName?: string;
  readonly description?: string;
  /** Do not let a single stray keystroke approve it. */
  readonly defaultToNo?: boolean;
  /** Do not offer "always allow". */
  readonly suppressAlwaysAllowRule?: boolean;
  /** Only a person can answer it, as `AskUserQuestion` and `ExitPlanMode`. */
  readonly requiresUserInteraction?: boolean;
  /** The subagent that calls the tool. */
  readonly agentID?: string;
  /** The `ask` rule of the user's settings that forced the question. */
  readonly matchedAskRule?: {
    readonly source: string;
    readonly toolName: string;
    readonly ruleContent?: string;
  };
}

/** The answer to a permission question. */
export type PermissionResult =
  | {
      readonly behavior: 'allow';
      /** What the tool is called with instead; for `AskUserQuestion`, the questions with `answers`. */
      readonly updatedInput?: Readonly<Record<string, unknown>> | undefined;
      readonly updatedPermissions?: readonly PermissionUpdate[] | undefined;
      readonly toolUseID?: string | undefined;
      readonly decisionClassification?: PermissionDecisionClassification | undefined;
    }
  | {
      readonly behavior: 'deny';
      /** What the model is told. */
      readonly message: string;
      /** Also ends the turn. Default: `false`. */
      readonly interrupt?: boolean | undefined;
      readonly toolUseID?: string | undefined;
      readonly decisionClassification?: PermissionDecisionClassification | undefined;
    };

export type PermissionDecisionClassification = 'user_temporary' | 'user_permanent' | 'user_reject';

/** A change of what is allowed. A `destination` other than `session` and `cliArg` is a settings file, and is written. */
export type PermissionUpdate =
  | {
      readonly type: 'addRules' | 'replaceRules' | 'removeRules';
      readonly rules: PermissionRuleValue[];
      readonly behavior: 'allow' | 'deny' | 'ask';
      readonly destination: PermissionUpdateDestination;
    }
  | {
      readonly type: 'setMode';
      readonly mode: PermissionMode;
      readonly destination: PermissionUpdateDestination;
    }
  | {
      readonly type: 'addDirectories' | 'removeDirectories';
      readonly directories: string[];
      readonly destination: PermissionUpdateDestination;
    };

export interface PermissionRuleValue {
  readonly toolName: string;
  readonly ruleContent?: string;
}

export type PermissionUpdateDestination =
  'userSettings' | 'projectSettings' | 'localSettings' | 'session' | 'cliArg';
