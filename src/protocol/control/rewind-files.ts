/** What came of rewinding files, or would come of it. */
export interface RewindFilesResult {
  readonly canRewind: boolean;
  /** Why not. */
  readonly error?: string;
  /** What a dry run would change. */
  readonly filesChanged?: readonly string[];
  readonly insertions?: number;
  readonly deletions?: number;
  /** Files that were left alone because a link was in the way. */
  readonly skippedLinks?: number;
}
