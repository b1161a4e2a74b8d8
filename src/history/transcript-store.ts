import type { TranscriptEntry } from './transcript-entry.js';

/**
 * Where transcripts are read from. It has the shape of the reading half of the official SDK's `SessionStore`, so that
 * conversations can also come from somewhere other than the disk of this machine.
 */
export interface TranscriptStore {
  /** Where this store looks, in words: what an error tells about a conversation that is not there. */
  readonly location?: string;

  /**
   * The entries of one conversation in the order of writing, or `undefined` where there is no such conversation.
   * `projectKey` says where to look first; without it, or where it does not hold the conversation, every project is
   * searched. A store may leave out entries that are no part of the conversation, but not the `last-prompt` ones.
   */
  load(key: TranscriptKey): Promise<readonly TranscriptEntry[] | undefined>;

  /** The conversations of one project, in no particular order; none for a project that is not known. */
  listSessions(projectKey: string): Promise<readonly StoredSession[]>;
}

/** What a conversation is found by. */
export interface TranscriptKey {
  readonly sessionId: string;
  /** The project to look in first; see `projectKey`. */
  readonly projectKey?: string;
}

/** A conversation in a store. */
export interface StoredSession {
  readonly sessionId: string;
  /** When it was last written to, in milliseconds since the epoch. */
  readonly mtime: number;
}
