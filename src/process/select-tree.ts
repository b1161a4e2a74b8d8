import { sameProcess, type LiveProcess, type ProcessIdentity } from './live-process.js';

/** What is known of a tree before it is looked for. */
export interface TreeClues {
  readonly marker: string;
  /** Processes seen to belong to it earlier, the root among them. */
  readonly known: readonly ProcessIdentity[];
}

/** Of all live processes those of one tree: the known ones, the marked ones, and whatever descends from either. */
export function selectTree(processes: readonly LiveProcess[], clues: TreeClues): LiveProcess[] {
  const known = new Map(clues.known.map((process) => [process.pid, process]));
  const isKnown = (process: LiveProcess): boolean => {
    const earlier = known.get(process.pid);
    return earlier !== undefined && sameProcess(earlier, process);
  };
  const children = groupByParent(processes);
  const members = new Set(processes.filter((process) => process.marker === clues.marker || isKnown(process)));
  for (const member of members) {
    for (const child of children.get(member.pid) ?? []) {
      // No child is older than its parent: such a one had a parent that died, and whose pid the member was given.
      if (child.startTime >= member.startTime) members.add(child);
    }
  }
  return [...members];
}

function groupByParent(processes: readonly LiveProcess[]): Map<number, LiveProcess[]> {
  const groups = new Map<number, LiveProcess[]>();
  for (const process of processes) {
    const siblings = groups.get(process.parent) ?? [];
    siblings.push(process);
    groups.set(process.parent, siblings);
  }
  return groups;
}
