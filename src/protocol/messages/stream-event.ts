/**
 * An event of the Messages API's stream. Partial messages are the hot path: only their discriminant is checked, so a
 * field may be missing where the API changes; events of other types pass as they are.
 */
export type StreamEvent =
  | { readonly type: 'message_start'; readonly message: Readonly<Record<string, unknown>> }
  | {
      readonly type: 'content_block_start';
      readonly index: number;
      readonly content_block: Readonly<Record<string, unknown>> & { readonly type: string };
    }
  | { readonly type: 'content_block_delta'; readonly index: number; readonly delta: ContentDelta }
  | { readonly type: 'content_block_stop'; readonly index: number }
  | {
      readonly type: 'message_delta';
      readonly delta: Readonly<Record<string, unknown>>;
      readonly usage?: unknown;
    }
  | { readonly type: 'message_stop' }
  | { readonly type: 'ping' };

/** A piece of a content block. */
export type ContentDelta =
  | { readonly type: 'text_delta'; readonly text: string }
  | { readonly type: 'thinking_delta'; readonly thinking: string }
  | { readonly type: 'signature_delta'; readonly signature: string }
  | { readonly type: 'input_json_delta'; readonly partial_json: string }
  | { readonly type: 'citations_delta'; readonly citation: unknown };
