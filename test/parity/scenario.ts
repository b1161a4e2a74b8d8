import type { Options } from '@anthropic-ai/claude-agent-sdk';
import type { SessionOptions } from 'troupe';
import type { MessagesApi, ReplyLike, Sandbox } from 'troupe/testing';
import type { Peer, StartPeer } from './peer.js';

/** A conversation that both libraries hold. */
export interface Scenario {
  readonly name: string;
  /** What the model says, request by request; afterwards it says `ok`. */
  readonly replies?: (sandbox: Sandbox) => readonly ReplyLike[];
  readonly options?: (stage: Stage) => SessionOptions;
  /** What users of the official SDK have to say, and ours have not. Default: {@link OUR_DEFAULTS}. */
  readonly added?: Options;
  /** Default: one turn. */
  readonly play?: (peer: Peer, stage: Stage) => Promise<void>;
  /** Something that is said somewhere, if it went as it should: two that fail alike are not alike. */
  readonly shows?: string;
}

/** What ours do unasked, in the words of the official SDK. */
export const OUR_DEFAULTS: Options = {
  systemPrompt: { type: 'preset', preset: 'claude_code' },
  settingSources: [],
  mcpServersDelivery: 'initialize',
};

/** Where it is held, by one of the two. */
export interface Stage {
  readonly by: 'ours' | 'theirs';
  readonly api: MessagesApi;
  readonly sandbox: Sandbox;
  /** Another process of the same library, which goes on where the first left off. */
  readonly start: StartPeer;
  /** Keeps what the library gave or answered, to be compared. */
  readonly note: <T>(what: string, value: T) => T;
}
