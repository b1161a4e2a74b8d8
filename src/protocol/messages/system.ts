import type { Notice } from './notices.js';

/** Facts about the session and its turn. A subtype that is not listed arrives as an `UnknownMessage`. */
export type SystemMessage = InitMessage | CompactBoundaryMessage | NoticeMessage;

/** Opens every turn, with what holds for it. */
export interface InitMessage {
  readonly type: 'system';
  readonly subtype: 'init';
  readonly session_id: string;
  readonly uuid?: string;
  readonly cwd?: string;
  readonly model?: string;
  readonly permissionMode?: string;
  readonly tools?: readonly string[];
  readonly slash_commands?: readonly string[];
  readonly mcp_servers?: readonly Readonly<Record<string, unknown>>[];
  readonly claude_code_version?: string;
  readonly user_message_uuids?: readonly string[];
}

/** The conversation before this point was replaced by a summary. */
export interface CompactBoundaryMessage {
  readonly type: 'system';
  readonly subtype: 'compact_boundary';
  readonly session_id?: string;
  readonly uuid?: string;
  readonly compact_metadata?: Readonly<Record<string, unknown>>;
}

/** Everything else that the CLI tells about itself, with the fields that `cli-protocol.md`, 7.6 lists. */
export interface NoticeMessage {
  readonly type: 'system';
  readonly subtype: Notice;
  readonly session_id?: string;
  readonly uuid?: string;
  readonly [field: string]: unknown;
}
