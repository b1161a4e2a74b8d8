import type { Effect } from '../../src/supervisor/core/effect.js';
import type { SupervisorEnding } from '../../src/supervisor/core/exit.js';
import type { SimulatedChild } from './children.js';
import { Life, type Parent } from './life.js';
import { answerText, fateText, reportText } from './texts.js';

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

export interface HouseholdRequest extends Parent {
  readonly watcher: Watcher;
}

/** No id of a child has a slash. */
const ROUND = '/round';

/** Carries out what the core of one supervisor decides. */
export class Household {
  readonly #request: HouseholdRequest;
  readonly #lives = new Map<string, Life>();
  readonly #asked: Asked[] = [];
  #ending: SupervisorEnding | undefined;

  constructor(request: HouseholdRequest) {
    this.#request = request;
  }

  get ending(): SupervisorEnding | undefined {
    return this.#ending;
  }

  /** A child of which the core may speak from now on. */
  meet(child: SimulatedChild): void {
    this.#lives.set(child.spec.id, new Life(child, this.#request));
  }

  life(id: string): Life {
    const life = this.#lives.get(id);
    if (!life) throw new Error(`There was never a child ${id}.`);
    return life;
  }

  /** The number of a new call. */
  open(asked: Asked): number {
    return this.#asked.push(asked) - 1;
  }

  carryOut(effect: Effect): void {
    const { world, path, tell, watcher } = this.#request;
    switch (effect.type) {
      case 'start':
        world.log.push(`start ${path}${effect.id}`);
        return this.life(effect.id).start(effect.incarnation);
      case 'stop':
        world.log.push(`stop ${path}${effect.id}`);
        return this.life(effect.id).stop(effect.incarnation);
      case 'arm': {
        const { id, incarnation, at } = effect;
        return world.arm(this, id, at, () => tell({ type: 'child.due', id, incarnation }));
      }
      case 'disarm':
        return world.disarm(this, effect.id);
      case 'arm.round':
        return world.arm(this, ROUND, effect.at, () => tell({ type: 'round.due' }));
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
        return watcher.started();
      case 'ended':
        this.#ending = effect.ending;
        world.log.push(`${this.#name} ended: ${effect.ending.why}`);
        return watcher.ended(effect.ending);
    }
  }

  #answer(call: number, answer: string): void {
    const asked = this.#asked[call];
    if (!asked || asked.answer !== undefined) throw new Error(`Call ${call} was answered before: ${answer}.`);
    asked.answer = answer;
  }

  get #name(): string {
    const { path } = this.#request;
    return path === '' ? 'top' : path.slice(0, -1);
  }
}
