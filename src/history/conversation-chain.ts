import { parallelBlocks } from './parallel-blocks.js';
import { isChainEntry, parentOf, type ChainEntry, type TranscriptEntry } from './transcript-entry.js';

/**
 * The one conversation among all that a transcript holds, oldest entry first: the branch at which the CLI resumes, back
 * through every compaction to the first prompt, with all blocks and results of parallel tool calls.
 *
 * A transcript branches when two processes resume the same conversation, or one resumes at an earlier message. The CLI
 * goes on at the end of the file, unless the leaf that it noted last (`last-prompt`) is on another branch.
 */
export function conversationChain(entries: readonly TranscriptEntry[]): TranscriptEntry[] {
  const byUuid = new Map<string, ChainEntry>();
  for (const entry of entries)
    if (isChainEntry(entry) && !byUuid.has(entry.uuid)) byUuid.set(entry.uuid, entry);
  const links = [...byUuid.values()];
  const position = new Map(links.map((link, index) => [link, index]));

  const branchOf = (leaf: ChainEntry | undefined): ChainEntry[] => {
    const chain = pathTo(leaf, byUuid);
    const whole = [...chain, ...parallelBlocks(chain, links)];
    return whole.sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  };

  const newest = branchOf(links.at(-1));
  const noted = notedLeaf(entries, byUuid);
  return !noted || newest.includes(noted) ? newest : branchOf(noted);
}

/** The entries from the first one to `leaf`. A gap in the file ends the way back, and so does a circle. */
function pathTo(leaf: ChainEntry | undefined, byUuid: ReadonlyMap<string, ChainEntry>): ChainEntry[] {
  const path = new Set<ChainEntry>();
  for (let entry = leaf; entry && !path.has(entry); entry = byUuid.get(parentOf(entry) ?? ''))
    path.add(entry);
  return [...path].reverse();
}

function notedLeaf(
  entries: readonly TranscriptEntry[],
  byUuid: ReadonlyMap<string, ChainEntry>,
): ChainEntry | undefined {
  const note = entries.findLast(({ type }) => type === 'last-prompt');
  return typeof note?.leafUuid === 'string' ? byUuid.get(note.leafUuid) : undefined;
}
