/** What a tool takes: zod types by the names of its arguments, of zod 3 or 4, whichever copy of it. */
export type AnyZodRawShape = Readonly<Record<string, { readonly _output: unknown }>>;

/** The arguments that a handler gets: what the shape makes of those of the model. */
export type InferShape<Shape extends AnyZodRawShape> = {
  [Name in keyof Shape]: Shape[Name]['_output'];
} & {};

/** A tool within this host, as `tool()` makes it. */
export interface SdkMcpToolDefinition<Shape extends AnyZodRawShape = AnyZodRawShape> {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Shape;
  readonly annotations?: ToolAnnotations | undefined;
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
  // A method, so that a list may hold tools of all shapes.
  handler(args: InferShape<Shape>, extra: ToolCallExtra): CallToolResult | Promise<CallToolResult>;
}

/** A handler of calls. What it throws is told to the model as the error of this call. */
export type ToolHandler<Shape extends AnyZodRawShape> = (
  args: InferShape<Shape>,
  extra: ToolCallExtra,
) => CallToolResult | Promise<CallToolResult>;

/** What is known of one call. */
export interface ToolCallExtra {
  /** Fires when nobody waits for the result any more: the turn was interrupted, or the process is gone. */
  readonly signal: AbortSignal;
  readonly requestId: string | number;
  /** `claudecode/toolUseId` in it is the id of the `tool_use` block. */
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
}

/** Hints of what a tool does; the CLI goes by `readOnlyHint` where it decides whether calls may run side by side. */
export interface ToolAnnotations {
  readonly title?: string | undefined;
  readonly readOnlyHint?: boolean | undefined;
  readonly destructiveHint?: boolean | undefined;
  readonly idempotentHint?: boolean | undefined;
  readonly openWorldHint?: boolean | undefined;
}

/** Further settings of a tool. */
export interface ToolExtras {
  readonly annotations?: ToolAnnotations | undefined;
  /** By what words it is to be found, where tools are searched for before they are used. */
  readonly searchHint?: string | undefined;
  /** It is in every prompt, and never left to be searched for. */
  readonly alwaysLoad?: boolean | undefined;
}

/** What a call came to. */
export interface CallToolResult {
  readonly content: readonly ToolContent[];
  /** Data, which the model is given in place of `content`. */
  readonly structuredContent?: Readonly<Record<string, unknown>> | undefined;
  /** The call has failed, and `content` says why. */
  readonly isError?: boolean | undefined;
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
}

/** A piece of a result; data is base64. */
export type ToolContent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string }
  | { readonly type: 'resource'; readonly resource: ToolResource }
  | {
      readonly type: 'resource_link';
      readonly uri: string;
      readonly name: string;
      readonly description?: string | undefined;
      readonly mimeType?: string | undefined;
    };

export type ToolResource =
  | { readonly uri: string; readonly mimeType?: string | undefined; readonly text: string }
  | { readonly uri: string; readonly mimeType?: string | undefined; readonly blob: string };

export interface SdkMcpServerOptions {
  /** The model knows its tools as `mcp__<name>__<tool>`, where the session has it under this name. */
  readonly name: string;
  /** Default: `'1.0.0'`. */
  readonly version?: string | undefined;
  /** What the model is told about the server as a whole. */
  readonly instructions?: string | undefined;
  readonly tools?: readonly SdkMcpToolDefinition[] | undefined;
  /** All its tools are in every prompt, and none is left to be searched for. Default: `false`. */
  readonly alwaysLoad?: boolean | undefined;
  /** Limit of a call, in ms; below 1 000 it is ignored. Default: the CLI's. */
  readonly timeout?: number | undefined;
}
