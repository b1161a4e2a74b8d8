import type { Call, CoreEvent } from '../../src/supervisor/core/event.js';
import type { Exit, SupervisorEnding } from '../../src/supervisor/core/exit.js';
import { countChildren, whichChildren } from '../../src/supervisor/core/listing.js';
import type { Flags } from '../../src/supervisor/core/spec.js';
import { initialState, type SupervisorState } from '../../src/supervisor/core/state.js';
import { step } from '../../src/supervisor/core/step.js';
import { exit, tree, type SimulatedChild, type Start, type Tree } from './children.js';
import { Household, type Asked, type Watcher } from './household.js';
import { World } from './world.js';

type Untold<Union> = Union extends { readonly id: number } ? Omit<Union, 'id'> : never;

const NOBODY: Watcher = { started: () => undefined, ended: () => undefined };

/** A supervisor at the top of a world of its own, which has been told to begin. */
export function supervise(children: readonly SimulatedChild[], flags: Partial<Flags> = {}): Supervised {
  const top = new Supervised(new World(), '', tree(children, flags), NOBODY);
  top.begin();
  return top;
}

/** A supervisor in a simulated world, which carries out what its core decides. */
export class Supervised {
  readonly world: World;
  readonly #path: string;
  readonly #household: Household;
  #state: SupervisorState;

  constructor(world: World, path: string, { flags, children }: Tree, watcher: Watcher) {
    this.world = world;
    this.#path = path;
    const specs = children.map(({ spec }) => spec);
    this.#state = initialState(flags, specs, 1);
    this.#household = new Household({
      ...{ world, path, watcher },
      nest: (id, tree, watcher) => new Supervised(world, `${path}${id}/`, tree, watcher),
      tell: (event) => this.tell(event),
    });
    for (const child of children) this.#household.meet(child);
  }

  /** Why it ended, once it has. */
  get ending(): SupervisorEnding | undefined {
    return this.#household.ending;
  }

  begin(): void {
    this.tell({ type: 'begin' });
  }

  stop(): void {
    this.tell({ type: 'stop' });
  }

  /** Has something happen to it. */
  tell(event: CoreEvent): void {
    this.world.post(() => {
      const { state, effects } = step(this.#state, event, this.world.now);
      this.#state = state;
      for (const effect of effects) this.#household.carryOut(effect);
    });
  }

  startChild(child: SimulatedChild): Asked {
    if (!this.#state.children.has(child.spec.id)) {
      this.world.starts.delete(this.#path + child.spec.id);
      this.#household.meet(child);
    }
    return this.#ask({ verb: 'startChild', spec: child.spec });
  }

  terminateChild(child: string): Asked {
    return this.#ask({ verb: 'terminateChild', child });
  }

  restartChild(child: string, live = false): Asked {
    return this.#ask({ verb: 'restartChild', child, live });
  }

  deleteChild(child: string): Asked {
    return this.#ask({ verb: 'deleteChild', child });
  }

  /** Children die by themselves, all at the same time: abnormally, unless it is said otherwise. */
  die(ids: string | readonly string[], how: Exit | Exit['kind'] = 'abnormal'): void {
    const ending = typeof how === 'string' ? exit(how) : how;
    this.world.together(() => {
      for (const id of typeof ids === 'string' ? [ids] : ids) this.#household.life(id).die(ending);
    });
  }

  /** A start that hangs comes to its end. */
  comesUp(id: string): void {
    this.#household.life(id).comesUp();
  }

  /** How the next starts of a child will go; the last one holds for all that follow. */
  expectStarts(id: string, ...starts: readonly Start[]): void {
    this.#household.life(id).expectStarts(starts);
  }

  /** The current incarnation of a child that is a supervisor. */
  at(id: string): Supervised {
    return this.#household.life(id).supervised;
  }

  /** Its children as a listing has them: id and status. */
  list(): string[] {
    return whichChildren(this.#state).map(({ id, status }) => `${id} ${status}`);
  }

  /** How many specs, live incarnations, supervisors and workers there are. */
  count(): string {
    const { specs, active, supervisors, workers } = countChildren(this.#state);
    return [specs, active, supervisors, workers].join('/');
  }

  /** How often a child of that id was started. */
  starts(id: string): number {
    return this.#household.life(id).incarnation;
  }

  #ask(call: Untold<Call>): Asked {
    const asked: Asked = { answer: undefined };
    const id = this.#household.open(asked);
    this.tell({ type: 'call', call: { ...call, id } });
    return asked;
  }
}
