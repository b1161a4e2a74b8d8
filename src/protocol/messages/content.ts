/**
 * Content blocks, spelled as the Messages API and the CLI spell them. A block of a kind that is not listed here arrives
 * as {@link UnknownBlock}, so that a `switch` over `type` stays exhaustive.
 */
export type ContentBlock =
  | TextBlock
  | ThinkingBlock
  | RedactedThinkingBlock
  | ToolUseBlock
  | ToolResultBlock
  | ServerToolUseBlock
  | ImageBlock
  | DocumentBlock
  | UnknownBlock;

export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
}

export interface ThinkingBlock {
  readonly type: 'thinking';
  readonly thinking: string;
  readonly signature?: string;
}

export interface RedactedThinkingBlock {
  readonly type: 'redacted_thinking';
  readonly data: string;
}

export interface ToolUseBlock {
  readonly type: 'tool_use';
  readonly id: string;
  readonly name: string;
  /** The tool's arguments; keys are the tool's own. */
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ToolResultBlock {
  readonly type: 'tool_result';
  readonly tool_use_id: string;
  readonly content?: string | readonly ContentBlock[];
  readonly is_error?: boolean;
}

/** A tool that the API ran by itself, such as a web search. */
export interface ServerToolUseBlock {
  readonly type: 'server_tool_use';
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

export interface ImageBlock {
  readonly type: 'image';
  readonly source: MediaSource;
}

export interface DocumentBlock {
  readonly type: 'document';
  readonly source: MediaSource;
  readonly title?: string;
}

/** Where the bytes of an image or a document are: inline, at a URL, or in the API's file store. */
export type MediaSource = Readonly<Record<string, unknown>> & { readonly type: string };

/** A block whose type this version does not know, or whose shape is not what its type promises. */
export interface UnknownBlock {
  readonly type: 'unknown';
  readonly raw: unknown;
}

/** What a prompt may be: text, or blocks of text, images and documents. */
export type PromptContent = string | readonly (TextBlock | ImageBlock | DocumentBlock)[];
