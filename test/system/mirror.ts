import type { SystemEvent, SystemTree, TreeNode } from 'troupe';

type Numbered = Exclude<SystemEvent, { readonly type: 'gap' }>;

/** What can be known of a session or a supervisor from the events alone. */
interface Row {
  readonly name: string | undefined;
  incarnation: number;
  state: string;
  status: string;
  questions: number;
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
    if (event.type === 'added') return this.#add(event);
    const row = this.#rows.get(keyOf(event));
    if (!row) throw new Error(`Of nothing in the tree: ${JSON.stringify(event)}`);
    row.incarnation = event.incarnation;
    switch (event.type) {
      case 'removed':
        this.#rows.delete(keyOf(event));
        break;
      case 'state':
        if (row.state !== event.previous.state || row.status !== event.previous.status)
          throw new Error(`It was ${row.state}/${row.status}: ${JSON.stringify(event)}`);
        Object.assign(row, { state: event.state, status: event.status });
        break;
      case 'permission.asked':
        row.questions += 1;
        break;
      case 'permission.settled':
        row.questions -= 1;
        break;
      default:
    }
  }

  #add(event: Numbered): void {
    const { kind, name, incarnation } = event;
    if (this.#rows.has(keyOf(event))) throw new Error(`Added twice: ${JSON.stringify(event)}`);
    const state = kind === 'session' ? 'initializing' : 'stopped';
    this.#rows.set(keyOf(event), { name, incarnation, state, status: 'starting', questions: 0 });
  }
}

function keyOf({ kind, path }: { readonly kind: string; readonly path: string }): string {
  return `${kind} ${path}`;
}

function rowOf(node: TreeNode): Row {
  const { name, incarnation, state, status } = node;
  return { name, incarnation, state, status, questions: node.kind === 'session' ? node.questions : 0 };
}

function nodesIn(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.flatMap((node) => [node, ...(node.kind === 'supervisor' ? nodesIn(node.children) : [])]);
}
