import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonLines } from './json-lines.js';
import { isRecord, type TranscriptEntry } from './transcript-entry.js';
import type { StoredSession, TranscriptStore } from './transcript-store.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PROJECT_KEY = /^[A-Za-z0-9-]+$/;
const EXTENSION = '.jsonl';

/**
 * The transcripts that the CLI keeps under a config directory (see `configDirectory`). An id that is no UUID is an id of
 * nothing, and so never becomes part of a path. Where several projects hold the same id, the one written to last is
 * taken. Of a transcript only the conversation is kept, not the CLI's much larger records beside it. Rejects with the
 * error of the file system where something is there that cannot be read.
 */
export function fileTranscriptStore(configDirectory: string): TranscriptStore {
  const projects = join(configDirectory, 'projects');
  const folderOf = (projectKey: string): string | undefined =>
    PROJECT_KEY.test(projectKey) ? join(projects, projectKey) : undefined;

  return {
    location: projects,

    async load({ sessionId, projectKey = '' }) {
      if (!UUID.test(sessionId)) return undefined;
      const file = sessionId + EXTENSION;
      const folder = folderOf(projectKey);
      const entries = folder === undefined ? undefined : await ifThere(readEntries(join(folder, file)));
      if (entries) return entries;
      const elsewhere = await newest(
        (await namesIn(projects)).map((project) => join(projects, project, file)),
      );
      return elsewhere === undefined ? undefined : ifThere(readEntries(elsewhere));
    },

    async listSessions(projectKey) {
      const folder = folderOf(projectKey);
      if (folder === undefined) return [];
      const sessions: StoredSession[] = [];
      for (const name of await namesIn(folder)) {
        const sessionId = name.slice(0, -EXTENSION.length);
        if (!UUID.test(sessionId) || !name.endsWith(EXTENSION)) continue;
        const file = await ifThere(stat(join(folder, name)));
        if (file) sessions.push({ sessionId, mtime: file.mtimeMs });
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

async function newest(paths: readonly string[]): Promise<string | undefined> {
  let best: { path: string; mtime: number } | undefined;
  for (const path of paths) {
    const file = await ifThere(stat(path));
    if (file && file.mtimeMs > (best?.mtime ?? -Infinity)) best = { path, mtime: file.mtimeMs };
  }
  return best?.path;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await ifThere(readdir(folder))) ?? [];
}

/** The outcome of a look at the disk, or `undefined` where nothing is there. */
async function ifThere<T>(outcome: Promise<T>): Promise<T | undefined> {
  try {
    return await outcome;
  } catch (error) {
    if (isRecord(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
}
