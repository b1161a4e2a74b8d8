import { isRecord } from '../base/is-record.js';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TranscriptKey } from './transcript-store.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PROJECT_KEY = /^[A-Za-z0-9-]+$/;
const EXTENSION = '.jsonl';

/** The folder that holds a folder for each project. */
export function projectsIn(configDirectory: string): string {
  return join(configDirectory, 'projects');
}

/** The folder of a project; `undefined` for what can be the key of none. */
export function projectFolder(configDirectory: string, projectKey: string): string | undefined {
  return PROJECT_KEY.test(projectKey) ? join(projectsIn(configDirectory), projectKey) : undefined;
}

/** The id of the conversation that a file of this name holds. An id that is no UUID is an id of nothing. */
export function conversationIn(fileName: string): string | undefined {
  const sessionId = fileName.slice(0, -EXTENSION.length);
  return UUID.test(sessionId) && fileName.endsWith(EXTENSION) ? sessionId : undefined;
}

/** The file of a conversation in its project, whether or not it is there; an id of nothing never becomes a path. */
export function fileInProject(
  configDirectory: string,
  { sessionId, projectKey = '' }: TranscriptKey,
): string | undefined {
  const folder = projectFolder(configDirectory, projectKey);
  return folder === undefined || !UUID.test(sessionId) ? undefined : join(folder, sessionId + EXTENSION);
}

/** The file of a conversation: that of its project, else the one of all projects that was written to last. */
export async function findTranscript(
  configDirectory: string,
  key: TranscriptKey,
): Promise<string | undefined> {
  if (!UUID.test(key.sessionId)) return undefined;
  const inProject = fileInProject(configDirectory, key);
  if (inProject !== undefined && (await ifThere(stat(inProject)))) return inProject;
  const projects = await namesIn(projectsIn(configDirectory));
  return newest(
    projects.map((project) => join(projectsIn(configDirectory), project, key.sessionId + EXTENSION)),
  );
}

export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await ifThere(readdir(folder))) ?? [];
}

/** The outcome of a look at the disk, or `undefined` where nothing is there. */
export async function ifThere<T>(outcome: Promise<T>): Promise<T | undefined> {
  try {
    return await outcome;
  } catch (error) {
    if (isRecord(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
}

async function newest(paths: readonly string[]): Promise<string | undefined> {
  let best: { path: string; mtime: number } | undefined;
  for (const path of paths) {
    const file = await ifThere(stat(path));
    if (file && file.mtimeMs > (best?.mtime ?? -Infinity)) best = { path, mtime: file.mtimeMs };
  }
  return best?.path;
}
