import type { HookEvent } from './hook-events.js';

/** What every hook is told (`cli-protocol.md`, 5.2). */
export interface BaseHookInput<Event extends HookEvent = HookEvent> {
  readonly hook_event_name: Event;
  readonly session_id: string;
  readonly transcript_path: string;
  readonly cwd: string;
  /** The same for everything that a prompt leads to. Not there before the first prompt of the process. */
  readonly prompt_id?: string;
  readonly permission_mode?: string;
  /** There if, and only if, it happens within a subagent. */
  readonly agent_id?: string;
  /** The kind of the subagent, or that of a session which was started as an agent. */
  readonly agent_type?: string;
  /** How hard the model is to think in this turn: `low`, `medium`, `high`, … */
  readonly effort?: { readonly level: string };
}

/** Who serves a tool `mcp__…`. Trust goes by `source` (`sdk` is this host), never by the name. */
export interface McpServerProvenance {
  readonly name: string;
  readonly source: string;
}
