/** What a request may be answered with. Made by the builders of this folder; treat it as opaque. */
export type Reply = MessageReply | ErrorReply | SilentReply | WaitingReply;

/** An answer of the model. */
export interface MessageReply {
  readonly kind: 'message';
  readonly blocks: readonly ReplyBlock[];
  readonly stopReason: StopReason | undefined;
  readonly usage: Readonly<Record<string, unknown>> | undefined;
  readonly breakage: Breakage | undefined;
}

/** An HTTP error. */
export interface ErrorReply {
  readonly kind: 'error';
  readonly status: number;
  readonly error: ApiErrorBody;
  readonly headers: Readonly<Record<string, string>>;
}

/** No answer at all: the connection stays open until the client leaves (`hang`), or is cut at once (`refuse`). */
export interface SilentReply {
  readonly kind: 'hang' | 'refuse';
}

/** A reply that nothing of is sent before `until` settles. */
export interface WaitingReply {
  readonly kind: 'waiting';
  readonly until: (signal: AbortSignal) => Promise<unknown>;
  readonly reply: Reply;
}

export type ReplyBlock =
  | { readonly type: 'text'; readonly chunks: Chunks }
  | { readonly type: 'thinking'; readonly chunks: Chunks; readonly signature: string }
  | {
      readonly type: 'tool_use';
      readonly id: string | undefined;
      readonly name: string;
      readonly input: ToolInput;
    };

/** Pieces of a text, each of which is sent as one delta, as soon as it is there. */
export type Chunks = Iterable<string> | AsyncIterable<string>;

/** A tool's arguments: JSON, under the tool's own keys. */
export type ToolInput = Readonly<Record<string, unknown>>;

/** Why the model stopped. */
export type StopReason =
  | 'end_turn'
  | 'max_tokens'
  | 'stop_sequence'
  | 'tool_use'
  | 'pause_turn'
  | 'refusal'
  | 'model_context_window_exceeded';

/** What the API says that went wrong. */
export interface ApiErrorBody {
  readonly type: string;
  readonly message: string;
}

/** Where a stream breaks off, as a number of events or a fraction of all of them, and how. */
export interface Breakage {
  readonly after: number;
  readonly by: 'cut' | ApiErrorBody;
}
