import type { Reply } from './reply.js';
import { text } from './reply-builders.js';

/** A reply; a string stands for {@link text} of it. */
export type ReplyLike = Reply | string;

/** Makes a reply of what a script gave; throws where it gave anything else. */
export function toReply(given: ReplyLike): Reply {
  if (typeof given === 'string') return text(given);
  const value: unknown = given;
  if (typeof value === 'object' && value !== null && 'kind' in value) return given;
  throw new TypeError(`Expected a reply or a string, got ${value === null ? 'null' : typeof value}.`);
}
