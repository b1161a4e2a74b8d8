/** What came of rewinding files, or would come of it. */
export interface RewindFilesResult {
  readonly canRewind: boolean;
  /** Why not. */
  readonly error?: string;
  /** The files that it would change, from a dry run. */
  readonly filesChanged?: readonly string[];
  /** Lines that it would add to them, from a dry run. */
  readonly insertions?: number;
  /** Lines that it would take away. */
  readonly deletions?: number;
  /** Files that were left alone because a link was in the way. */
  readonly skippedLinks?: number;
}
