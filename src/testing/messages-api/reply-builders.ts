import type { Chunks, MessageReply, ReplyBlock, StopReason, ToolInput } from './reply.js';
import { chunked } from './chunked.js';

/** How a text is cut into the deltas of a stream. */
export interface TextOptions {
  /** Number of deltas, for a text given as a string. Default: one for every 12 characters. */
  readonly chunks?: number;
}

/** What {@link reply} may set beside the content. */
export interface ReplyOptions {
  /** Default: `tool_use` where the reply holds a tool call, else `end_turn`. */
  readonly stopReason?: StopReason;
  /** Laid over the default usage (10 tokens in, 5 out); keys are the API's own. */
  readonly usage?: Readonly<Record<string, unknown>>;
}

/**
 * A text. Given as pieces, each is one delta; those of an async iterable are sent when they come, so that a test paces
 * the stream; an async iterator that runs once serves one request.
 */
export function text(content: string | Chunks, options: TextOptions = {}): MessageReply {
  return message([{ type: 'text', chunks: piecesOf(content, options) }]);
}

/** A piece of thinking, with a made-up signature. Real answers have text or tool calls after it. */
export function thinking(content: string | Chunks, options: TextOptions = {}): MessageReply {
  const chunks = piecesOf(content, options);
  return message([{ type: 'thinking', chunks, signature: 'c2lnbmVkIGJ5IHRyb3VwZS90ZXN0aW5n' }]);
}

/** A call of a tool. Its id is a new one for each request that is answered with it, unless `id` is given. */
export function toolUse(
  name: string,
  input: ToolInput = {},
  options: { readonly id?: string } = {},
): MessageReply {
  return message([{ type: 'tool_use', id: options.id, name, input }]);
}

/**
 * One answer made of several parts, in their order: `reply('Let me look.', toolUse('Bash', { command: 'ls' }))`.
 * Options come last. How a part was meant to break off is not taken over: break the whole.
 */
export function reply(...parts: readonly (MessageReply | string)[]): MessageReply;
export function reply(...parts: readonly [...(MessageReply | string)[], ReplyOptions]): MessageReply;
export function reply(...parts: readonly (MessageReply | ReplyOptions | string)[]): MessageReply {
  let options: ReplyOptions = {};
  const blocks: ReplyBlock[] = [];
  for (const part of parts) {
    if (typeof part === 'string') blocks.push(...text(part).blocks);
    else if ('blocks' in part) blocks.push(...part.blocks);
    else options = part;
  }
  return { ...message(blocks), stopReason: options.stopReason, usage: options.usage };
}

function message(blocks: readonly ReplyBlock[]): MessageReply {
  return { kind: 'message', blocks, stopReason: undefined, usage: undefined, breakage: undefined };
}

function piecesOf(content: string | Chunks, options: TextOptions): Chunks {
  if (typeof content === 'string') return chunked(content, options.chunks);
  // A reply may answer more than one request, which a bare iterator could not.
  return Symbol.asyncIterator in content ? content : [...content];
}
