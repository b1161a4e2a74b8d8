import { isRecord } from '../base/is-record.js';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonLines } from './json-lines.js';
import { type TranscriptEntry } from './transcript-entry.js';
import {
  conversationIn,
  findTranscript,
  ifThere,
  namesIn,
  projectFolder,
  projectsIn,
} from './transcript-files.js';
import type { StoredSession, TranscriptStore } from './transcript-store.js';

/**
 * The transcripts that the CLI keeps under a config directory (see `configDirectory`). An id that is no UUID is an id of
 * nothing, and so never becomes part of a path. Where several projects hold the same id, the one written to last is
 * taken. Of a transcript only the conversation is kept, not the CLI's much larger records beside it. Rejects with the
 * error of the file system where something is there that cannot be read.
 */
export function fileTranscriptStore(configDirectory: string): TranscriptStore {
  return {
    location: projectsIn(configDirectory),

    async load(key) {
      const file = await findTranscript(configDirectory, key);
      return file === undefined ? undefined : ifThere(readEntries(file));
    },

    async listSessions(projectKey) {
      const folder = projectFolder(configDirectory, projectKey);
      if (folder === undefined) return [];
      const sessions: StoredSession[] = [];
      for (const name of await namesIn(folder)) {
        const sessionId = conversationIn(name);
        const file = sessionId === undefined ? undefined : await ifThere(stat(join(folder, name)));
        if (sessionId !== undefined && file) sessions.push({ sessionId, mtime: file.mtimeMs });
      }
      return sessions;
    },
  };
}

async function readEntries(path: string): Promise<readonly TranscriptEntry[]> {
  const entries: TranscriptEntry[] = [];
  for await (const value of jsonLines(path)) {
    if (isEntry(value) && ('uuid' in value || value.type === 'last-prompt')) entries.push(value);
  }
  return entries;
}

function isEntry(value: unknown): value is TranscriptEntry {
  return isRecord(value) && typeof value.type === 'string';
}
