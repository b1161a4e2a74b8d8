import type { CoreEvent } from '../../src/supervisor/core/event.js';
import type { Exit, SupervisorEnding } from '../../src/supervisor/core/exit.js';
import { exit, type SimulatedChild, type Start, type Tree } from './children.js';
import type { Watcher } from './household.js';
import type { Supervised } from './supervised.js';
import type { World } from './world.js';

export interface Parent {
  readonly world: World;
  /** What the ids of its children are prefixed by. */
  readonly path: string;
  /** Where what happens to them is told. */
  readonly tell: (event: CoreEvent) => void;
  /** Makes a supervisor below it. */
  readonly nest: (id: string, tree: Tree, watcher: Watcher) => Supervised;
}

/** What a child does, from one incarnation to the next. */
export class Life {
  readonly #child: SimulatedChild;
  readonly #parent: Parent;
  #incarnation = 0;
  #is: 'dead' | 'starting' | 'up' | 'stopping' = 'dead';
  #supervised: Supervised | undefined;

  constructor(child: SimulatedChild, parent: Parent) {
    this.#child = child;
    this.#parent = parent;
  }

  get supervised(): Supervised {
    if (!this.#supervised) throw new Error(`${this.#child.spec.id} is no supervisor, or was never started.`);
    return this.#supervised;
  }

  get incarnation(): number {
    return this.#incarnation;
  }

  expectStarts(starts: readonly Start[]): void {
    this.#parent.world.starts.set(this.#path, starts);
  }

  start(incarnation: number): void {
    if (this.#is !== 'dead') throw new Error(`Two incarnations of ${this.#child.spec.id} would be alive.`);
    this.#incarnation = incarnation;
    this.#is = 'starting';
    const [how = 'up', ...others] = this.#parent.world.starts.get(this.#path) ?? this.#child.starts;
    if (others.length > 0) this.expectStarts(others);
    if (how === 'fails') this.die(exit('abnormal', {}, 'no start'));
    if (how === 'is refused') this.die(exit('abnormal', { mendable: false }, 'no start will do'));
    if (how === 'up') this.#go();
  }

  stop(incarnation: number): void {
    // It has died, and its parent is about to learn it.
    if (this.#is === 'dead' || incarnation !== this.#incarnation) return;
    this.#is = 'stopping';
    const { stopsIn, stopsWith } = this.#child;
    if (this.#supervised) return this.#supervised.stop();
    if (stopsIn === 0) return this.die(stopsWith);
    this.#parent.world.arm(this, 'stop', this.#parent.world.now + stopsIn, () => this.die(stopsWith));
  }

  comesUp(): void {
    if (this.#is !== 'starting') throw new Error(`${this.#child.spec.id} is not being started.`);
    this.#go();
  }

  die(how: Exit): void {
    if (this.#is === 'dead') throw new Error(`${this.#child.spec.id} is not alive.`);
    this.#is = 'dead';
    this.#parent.world.disarm(this, 'stop');
    this.#supervised = undefined;
    this.#tell({ type: 'child.exited', exit: how });
  }

  get #path(): string {
    return this.#parent.path + this.#child.spec.id;
  }

  #go(): void {
    const { tree } = this.#child;
    if (!tree) return this.#isUp();
    this.#supervised = this.#parent.nest(this.#child.spec.id, tree, {
      started: () => this.#isUp(),
      ended: (ending) => this.die(exitOf(ending)),
    });
    this.#supervised.begin();
  }

  #isUp(): void {
    // One that was told to stop while it was starting may be up before it learns that.
    if (this.#is === 'starting') this.#is = 'up';
    this.#tell({ type: 'child.ready' });
  }

  #tell(event: { type: 'child.ready' } | { type: 'child.exited'; exit: Exit }): void {
    this.#parent.tell({ ...event, id: this.#child.spec.id, incarnation: this.#incarnation });
  }
}

/** What the end of a supervisor is to its parent: a `shutdown` (S44), but where it could not be started (S22). */
function exitOf(ending: SupervisorEnding): Exit {
  if (ending.why !== 'start_failed') return exit('shutdown', {}, ending.why);
  const { child, exit: cause } = ending;
  return exit('abnormal', { mendable: cause.mendable }, `${child}: ${cause.error.message}`);
}
