import type { Effect } from '../../src/supervisor/core/effect.js';
import type { Call, CoreEvent } from '../../src/supervisor/core/event.js';
import type { Exit, SupervisorEnding } from '../../src/supervisor/core/exit.js';
import { countChildren, whichChildren } from '../../src/supervisor/core/listing.js';
import type { Flags } from '../../src/supervisor/core/spec.js';
import { initialState, type SupervisorState } from '../../src/supervisor/core/state.js';
import { step } from '../../src/supervisor/core/step.js';
import { exit, tree, type SimulatedChild, type Start, type Tree } from './children.js';
import { Life } from './life.js';
import { answerText, fateText, reportText } from './texts.js';
import { World } from './world.js';

/** A management call. */
export interface Asked {
  /** Once it is answered: `ok`, OTP's word of refusal, or why it could not be started. */
  answer: string | undefined;
}

/** What a supervisor's parent is told of it. */
export interface Watcher {
  readonly started: () => void;
  readonly ended: (ending: SupervisorEnding) => void;
}

type Untold<Union> = Union extends { readonly id: number } ? Omit<Union, 'id'> : never;

/** No id of a child has a slash. */
const ROUND = '/round';

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
  readonly #watcher: Watcher;
  readonly #lives = new Map<string, Life>();
  readonly #asked: Asked[] = [];
  #state: SupervisorState;
  #ending: SupervisorEnding | undefined;

  constructor(world: World, path: string, { flags, children }: Tree, watcher: Watcher) {
    this.world = world;
    this.#path = path;
    this.#watcher = watcher;
    this.#state = initialState(
      flags,
      children.map(({ spec }) => spec),
      1,
    );
    for (const child of children) this.#meet(child);
  }

  /** Why it ended, once it has. */
  get ending(): SupervisorEnding | undefined {
    return this.#ending;
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
      for (const effect of effects) this.#carryOut(effect);
    });
  }

  startChild(child: SimulatedChild): Asked {
    if (!this.#state.children.has(child.spec.id)) {
      this.world.starts.delete(this.#path + child.spec.id);
      this.#meet(child);
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
      for (const id of typeof ids === 'string' ? [ids] : ids) this.#life(id).die(ending);
    });
  }

  /** A start that hangs comes to its end. */
  comesUp(id: string): void {
    this.#life(id).comesUp();
  }

  /** How the next starts of a child will go; the last one holds for all that follow. */
  expectStarts(id: string, ...starts: readonly Start[]): void {
    this.#life(id).expectStarts(starts);
  }

  /** The current incarnation of a child that is a supervisor. */
  at(id: string): Supervised {
    return this.#life(id).supervised;
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
    return this.#life(id).incarnation;
  }

  #meet(child: SimulatedChild): void {
    const path = this.#path + child.spec.id;
    const nest = (tree: Tree, watcher: Watcher) => new Supervised(this.world, `${path}/`, tree, watcher);
    this.#lives.set(child.spec.id, new Life(child, path, this, nest));
  }

  #life(id: string): Life {
    const life = this.#lives.get(id);
    if (!life) throw new Error(`There was never a child ${id}.`);
    return life;
  }

  #ask(call: Untold<Call>): Asked {
    const asked: Asked = { answer: undefined };
    const id = this.#asked.push(asked) - 1;
    this.tell({ type: 'call', call: { ...call, id } });
    return asked;
  }

  #carryOut(effect: Effect): void {
    const { world } = this;
    const path = this.#path;
    switch (effect.type) {
      case 'start':
        world.log.push(`start ${path}${effect.id}`);
        return this.#life(effect.id).start(effect.incarnation);
      case 'stop':
        world.log.push(`stop ${path}${effect.id}`);
        return this.#life(effect.id).stop(effect.incarnation);
      case 'arm': {
        const { id, incarnation, at } = effect;
        return world.arm(this, id, at, () => this.tell({ type: 'child.due', id, incarnation }));
      }
      case 'disarm':
        return world.disarm(this, effect.id);
      case 'arm.round':
        return world.arm(this, ROUND, effect.at, () => this.tell({ type: 'round.due' }));
      case 'disarm.round':
        return world.disarm(this, ROUND);
      case 'reply':
        return this.#answer(effect.call, answerText(effect.answer));
      case 'comes.back':
      case 'is.down':
      case 'forget':
        return void world.fates.push(fateText(effect, path));
      case 'report':
        return void world.reports.push(reportText(effect.report, path));
      case 'started':
        world.log.push(`${this.#name} started`);
        return this.#watcher.started();
      case 'ended':
        this.#ending = effect.ending;
        world.log.push(`${this.#name} ended: ${effect.ending.why}`);
        return this.#watcher.ended(effect.ending);
    }
  }

  #answer(call: number, answer: string): void {
    const asked = this.#asked[call];
    if (!asked || asked.answer !== undefined) throw new Error(`Call ${call} was answered before: ${answer}.`);
    asked.answer = answer;
  }

  get #name(): string {
    return this.#path === '' ? 'top' : this.#path.slice(0, -1);
  }
}
