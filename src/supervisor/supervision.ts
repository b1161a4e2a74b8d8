import { afterAll } from '../base/after-all.js';
import { LocalRegistry } from '../registry/local-registry.js';
import type { LiveSupervisor } from './live-supervisor.js';
import { planTree } from './plan-tree.js';
import { Root } from './root.js';
import { SupervisorHandle } from './supervisor-handle.js';
import type { Supervisor } from './supervisor.js';
import type { SupervisorWorld } from './supervisor-world.js';

/** The supervisors of a system. */
export class Supervision {
  readonly #world: SupervisorWorld;
  readonly #names = new LocalRegistry<LiveSupervisor>();
  readonly #roots = new Set<Root>();

  constructor(world: Omit<SupervisorWorld, 'names'>) {
    this.#world = { ...world, names: this.#names };
  }

  /** Checks a tree and starts it; resolves when all of it is up. What can be refused is refused before anything is started. */
  async start(spec: unknown): Promise<Supervisor> {
    const plan = planTree(spec, this.#world.defaults);
    const path = plan.id ?? 'supervisor';
    const root = new Root({ world: this.#world, plan, path }, (over) => this.#roots.delete(over));
    this.#roots.add(root);
    await root.start();
    return this.#handle(root.live);
  }

  find(name: string): Supervisor | undefined {
    const live = this.#names.resolve({ kind: 'name', value: name });
    return live && this.#handle(live);
  }

  /** Stops every tree, also those that are being started. Rejects with `not_stopped`, when all are down. */
  stop(): Promise<void> {
    return afterAll([...this.#roots].map(({ live }) => live.stop()));
  }

  #handle(live: LiveSupervisor): Supervisor {
    return new SupervisorHandle(live, this.#world);
  }
}
