/** The conversation was cleared; `session_id` is the one that ended. */
export interface ConversationResetMessage {
  readonly type: 'conversation_reset';
  readonly session_id?: string;
  readonly uuid?: string;
  /** Not the id of the session from now on: that is the result's. */
  readonly new_conversation_id?: string;
  readonly trigger?: 'clear' | 'plan_mode_exit' | 'fresh_session' | 'onboarding';
  /** The prompt that cleared it. */
  readonly user_message_uuid?: string;
  readonly timestamp?: string;
}

/** A tool has been running for a while. */
export interface ToolProgressMessage {
  readonly type: 'tool_progress';
  readonly session_id?: string;
  readonly uuid?: string;
  readonly tool_use_id?: string;
  readonly parent_tool_use_id?: string | null;
  readonly tool_name?: string;
  readonly elapsed_time_seconds?: number;
  readonly task_id?: string;
  readonly heartbeat?: boolean;
  readonly subagent_type?: string;
  /** What a subagent asked of the API failed, and is repeated. */
  readonly subagent_retry?: {
    readonly agent_id: string;
    readonly attempt: number;
    readonly max_retries: number;
    readonly retry_delay_ms: number;
    readonly error_status: number | null;
    readonly error_category: string;
  };
}

/** State of a subscription's rate limits, when it changes, also when all is well. */
export interface RateLimitMessage {
  readonly type: 'rate_limit_event';
  readonly session_id?: string;
  readonly uuid?: string;
  readonly rate_limit_info: RateLimitInfo;
}

export interface RateLimitInfo {
  readonly status: 'allowed' | 'allowed_warning' | 'rejected';
  /** In seconds since 1970. */
  readonly resetsAt?: number;
  readonly rateLimitType?:
    | 'five_hour'
    | 'seven_day'
    | 'seven_day_opus'
    | 'seven_day_sonnet'
    | 'seven_day_overage_included'
    | 'overage';
  /** How much of it is used up, from 0 to 1. */
  readonly utilization?: number;
  readonly overageStatus?: 'allowed' | 'allowed_warning' | 'rejected';
  readonly overageResetsAt?: number;
  /** Why there is none: `out_of_credits`, `org_level_disabled`, … */
  readonly overageDisabledReason?: string;
  readonly isUsingOverage?: boolean;
  readonly overageInUse?: boolean;
  readonly overageEnabled?: boolean;
  readonly surpassedThreshold?: number;
  readonly limitScope?: 'service' | 'channel' | 'group_pool';
  readonly errorCode?: 'credits_required';
  readonly canUserPurchaseCredits?: boolean;
  readonly hasChargeableSavedPaymentMethod?: boolean;
}

/** A prompt that the user might send next (with `promptSuggestions`); it comes after the result of a turn. */
export interface PromptSuggestionMessage {
  readonly type: 'prompt_suggestion';
  readonly session_id?: string;
  readonly uuid?: string;
  readonly suggestion: string;
}

/** Several tool calls in a sentence. */
export interface ToolUseSummaryMessage {
  readonly type: 'tool_use_summary';
  readonly session_id?: string;
  readonly uuid?: string;
  readonly summary: string;
  readonly preceding_tool_use_ids: readonly string[];
}

/** The CLI signs in. */
export interface AuthStatusMessage {
  readonly type: 'auth_status';
  readonly session_id?: string;
  readonly uuid?: string;
  readonly isAuthenticating: boolean;
  readonly output: readonly string[];
  readonly error?: string;
}

/** The goal that the CLI works towards by itself; `null` when there is none any more. */
export interface ActiveGoalMessage {
  readonly type: 'active_goal';
  readonly session_id?: string;
  readonly uuid?: string;
  readonly value: {
    readonly condition: string;
    readonly iterations: number;
    readonly set_at: number;
    readonly tokens_at_start: number;
    readonly last_reason?: string;
  } | null;
}
