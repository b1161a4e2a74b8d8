import type { LastExit, SystemEvent, SystemTree, TreeNode } from 'troupe';

type Numbered = Exclude<SystemEvent, { readonly type: 'gap' }>;
type Added = Extract<SystemEvent, { readonly type: 'added' }>;

/** What can be known of a session or a supervisor from the events alone. */
interface Row extends Pick<TreeNode, 'name' | 'tags' | 'state' | 'status' | 'since' | 'nextRestart'> {
  readonly incarnation: number;
  readonly lastExit: LastExit | undefined;
  readonly sessionId: string | undefined;
  readonly questions: number;
}

/** What a dashboard keeps: a picture, and what has happened since. */
export class Mirror {
  readonly #rows = new Map<string, Row>();
  #seq = 0;

  /** Of nothing at all, or of a tree. */
  constructor(tree?: SystemTree) {
    if (!tree) return;
    this.#seq = tree.seq;
    for (const node of nodesIn(tree.children)) this.#rows.set(keyOf(node), rowOf(node));
  }

  get seq(): number {
    return this.#seq;
  }

  /** Rows by kind and path, in the order of their names. */
  get rows(): readonly (readonly [string, Row])[] {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** What it knows already is passed over. */
  take(event: Numbered): void {
    if (event.seq <= this.#seq) return;
    if (event.seq !== this.#seq + 1) throw new Error(`Missed ${this.#seq + 1}, got ${event.seq}.`);
    this.#seq = event.seq;
    const key = keyOf(event);
    if (event.type === 'added') return this.#add(key, event);
    const row = this.#rows.get(key);
    if (!row) throw new Error(`Of nothing in the tree: ${JSON.stringify(event)}`);
    if (event.type === 'removed') this.#rows.delete(key);
    else this.#rows.set(key, { ...row, incarnation: event.incarnation, ...changed(row, event) });
  }

  #add(key: string, event: Added): void {
    if (this.#rows.has(key)) throw new Error(`Added twice: ${JSON.stringify(event)}`);
    const { name, tags, state, status, nextRestart, incarnation, at: since } = event;
    const nothingYet = { lastExit: undefined, sessionId: undefined, questions: 0 };
    this.#rows.set(key, { name, tags, state, status, nextRestart, incarnation, since, ...nothingYet });
  }
}

function changed(row: Row, event: Numbered): Partial<Row> {
  switch (event.type) {
    case 'state': {
      const { state, status, nextRestart, previous, at: since } = event;
      expectSame(previous, row, event);
      return { state, status, nextRestart, since };
    }
    case 'exited': {
      const { at, code, exitCode, signal } = event;
      return { lastExit: { at, code, exitCode, signal } };
    }
    case 'identified':
      return { sessionId: event.sessionId };
    case 'context_lost':
      return { sessionId: undefined };
    case 'permission.asked':
      return { questions: row.questions + 1 };
    case 'permission.settled':
      return { questions: row.questions - 1 };
    default:
      return {};
  }
}

function expectSame(told: Pick<Row, 'state' | 'status' | 'nextRestart'>, row: Row, event: Numbered): void {
  if (told.state === row.state && told.status === row.status && told.nextRestart === row.nextRestart) return;
  throw new Error(`It was ${row.state}/${row.status}: ${JSON.stringify(event)}`);
}

function keyOf({ kind, path }: { readonly kind: string; readonly path: string }): string {
  return `${kind} ${path}`;
}

function rowOf(node: TreeNode): Row {
  const { name, tags, state, status, since, nextRestart, incarnation, lastExit } = node;
  const { sessionId, questions } = node.kind === 'session' ? node : { sessionId: undefined, questions: 0 };
  return { name, tags, state, status, since, nextRestart, incarnation, lastExit, sessionId, questions };
}

function nodesIn(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.flatMap((node) => [node, ...(node.kind === 'supervisor' ? nodesIn(node.children) : [])]);
}
