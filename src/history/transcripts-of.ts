import { resolve } from 'node:path';
import { configDirectory } from './config-directory.js';
import { fileTranscriptStore } from './file-transcript-store.js';
import { projectKey } from './project-key.js';
import type { TranscriptStore } from './transcript-store.js';

/** Where a session keeps its transcripts. */
export interface Transcripts {
  readonly store: TranscriptStore;
  /** Of the directory that the session runs in. */
  readonly projectKey: string;
}

/** The transcripts of a session with this working directory and this whole environment. */
export function transcriptsOf(
  cwd: string,
  environment: Readonly<Record<string, string | undefined>>,
): Transcripts {
  // A relative directory is the session's, not ours.
  const directory = resolve(cwd, configDirectory(environment));
  return { store: fileTranscriptStore(directory), projectKey: projectKey(cwd) };
}
