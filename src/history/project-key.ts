import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';

/** What the CLI keeps of a long path; the rest becomes a hash. */
const LONGEST_NAME = 200;

/**
 * Name of the folder under `projects/` in which the CLI keeps the conversations of a working directory. Links are
 * resolved, as the CLI does; a directory that does not exist is taken as it is written.
 */
export function projectKey(cwd: string): string {
  const path = realPath(cwd);
  const name = path.replaceAll(/[^A-Za-z0-9]/g, '-');
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}-${shortHash(path)}`;
}

function realPath(cwd: string): string {
  try {
    return realpathSync(cwd);
  } catch {
    return resolve(cwd);
  }
}

/** Not documented; found by comparing with the folders that CLI 2.1.330 makes. */
function shortHash(text: string): string {
  let hash = 0;
  for (let index = 0; index < text.length; index++) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  }
  return Math.abs(hash).toString(36);
}
