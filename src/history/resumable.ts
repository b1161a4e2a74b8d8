import { isRecord } from '../base/is-record.js';
import { rm } from 'node:fs/promises';
import { jsonLines } from './json-lines.js';
import { isChainEntry, type TranscriptEntry } from './transcript-entry.js';
import { fileInProject, findTranscript, ifThere } from './transcript-files.js';
import type { TranscriptKey } from './transcript-store.js';

/**
 * Whether the CLI could resume a conversation: it has a transcript with at least one entry of the conversation itself.
 * Such an entry is among the first, and no more of the file is read.
 */
export async function isResumable(configDirectory: string, key: TranscriptKey): Promise<boolean> {
  const file = await findTranscript(configDirectory, key);
  return file !== undefined && (await ifThere(holdsAnything(file))) === true;
}

/**
 * Deletes the transcript of a conversation in its project, if nothing is in it but the CLI's own records. A CLI that is
 * killed within the first moments of a fork leaves one: it can neither be resumed (`No conversation found`) nor begun
 * again (`Session ID … is already in use`). To be called when the process is gone.
 */
export async function discardEmpty(configDirectory: string, key: TranscriptKey): Promise<void> {
  const file = fileInProject(configDirectory, key);
  if (file !== undefined && (await ifThere(holdsAnything(file))) === false) await rm(file, { force: true });
}

async function holdsAnything(file: string): Promise<boolean> {
  for await (const value of jsonLines(file)) {
    if (isRecord(value) && isChainEntry(value as TranscriptEntry)) return true;
  }
  return false;
}
