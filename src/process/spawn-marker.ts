import { randomUUID } from 'node:crypto';

/**
 * The environment variable that every spawn adds. Descendants inherit it, so they are found wherever they went: to
 * another session or process group, or under init when their parent has died.
 */
export const SPAWN_MARKER = 'TROUPE_SPAWN';

/** A marker that no other spawn has, on this host or another. */
export function newSpawnMarker(): string {
  return randomUUID();
}
