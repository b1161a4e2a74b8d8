import { apiMessageId, isToolResult, parentOf, type ChainEntry } from './transcript-entry.js';

/**
 * What belongs to the API messages of a chain, but is not on it. The CLI writes each block of a message as an entry, and
 * each tool's result under the block that called it; with several calls in one message that is a tree, of which a chain
 * is only one path. The CLI's own resume brings the other paths back, too.
 */
export function parallelBlocks(chain: readonly ChainEntry[], entries: readonly ChainEntry[]): ChainEntry[] {
  const children = childrenByParent(entries);
  const seen = new Set(chain.map(({ uuid }) => uuid));
  const found: ChainEntry[] = [];
  let messageId: string | undefined;

  for (const link of chain) {
    if (!isBetweenBlocks(link)) messageId = apiMessageId(link);
    const open = [link];
    for (let entry = open.pop(); entry; entry = open.pop()) {
      for (const child of children.get(entry.uuid) ?? []) {
        const isBlock = messageId !== undefined && apiMessageId(child) === messageId;
        if (seen.has(child.uuid) || !(isBlock || isBetweenBlocks(child))) continue;
        seen.add(child.uuid);
        open.push(child);
        if (isBlock || isToolResult(child)) found.push(child);
      }
    }
  }
  return found;
}

/** A tool may return, and a hook may have its say, while the next block still streams. */
function isBetweenBlocks(entry: ChainEntry): boolean {
  return isToolResult(entry) || entry.type === 'attachment';
}

function childrenByParent(entries: readonly ChainEntry[]): ReadonlyMap<string, readonly ChainEntry[]> {
  const children = new Map<string, ChainEntry[]>();
  for (const entry of entries) {
    const parent = parentOf(entry) ?? '';
    const siblings = children.get(parent);
    if (siblings) siblings.push(entry);
    else children.set(parent, [entry]);
  }
  return children;
}
