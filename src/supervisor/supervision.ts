import { afterAll } from '../base/after-all.js';
import { LocalRegistry } from '../registry/local-registry.js';
import { Paths } from '../session/paths.js';
import { NO_TAGS } from '../session/session-node.js';
import type { LiveSupervisor } from './live-supervisor.js';
import type { PlannedSupervisor } from './plan.js';
import { planTree } from './plan-tree.js';
import { Root } from './root.js';
import { SupervisorHandle } from './supervisor-handle.js';
import type { Supervisor } from './supervisor.js';
import { supervisorNode } from './supervisor-node.js';
import type { SupervisorNode } from './tree-node.js';
import type { SupervisorWorld } from './supervisor-world.js';

/** The supervisors of a system. */
export class Supervision {
  readonly #world: SupervisorWorld;
  readonly #names = new LocalRegistry<LiveSupervisor>();
  readonly #roots = new Set<Root>();
  readonly #paths = new Paths();

  constructor(world: Omit<SupervisorWorld, 'names'>) {
    this.#world = { ...world, names: this.#names };
  }

  /** Checks a tree and starts it; resolves when all of it is up. What can be refused is refused before anything is started. */
  async start(spec: unknown): Promise<Supervisor> {
    const plan = planTree(spec, this.#world.defaults);
    const root = this.#place(plan);
    await root.start();
    return this.#handle(root.live);
  }

  find(name: string): Supervisor | undefined {
    const live = this.#names.resolve({ kind: 'name', value: name });
    return live && this.#handle(live);
  }

  /** What there is, in start order. */
  nodes(): SupervisorNode[] {
    return [...this.#roots].map(({ live }) => supervisorNode(live, NO_TAGS));
  }

  /** Stops every tree, also those that are being started. Rejects with `not_stopped`, when all are down. */
  stop(): Promise<void> {
    return afterAll([...this.#roots].map(({ live }) => live.stop()));
  }

  /** Throws as `Root` does. */
  #place(plan: PlannedSupervisor): Root {
    const path = this.#paths.take(plan.id ?? 'supervisor');
    try {
      const root = new Root({ world: this.#world, plan, path }, (over) => this.#leave(over));
      this.#roots.add(root);
      return root;
    } catch (refused) {
      this.#paths.free(path);
      throw refused;
    }
  }

  #leave(root: Root): void {
    this.#roots.delete(root);
    this.#paths.free(root.live.path);
  }

  #handle(live: LiveSupervisor): Supervisor {
    return new SupervisorHandle(live, this.#world);
  }
}
