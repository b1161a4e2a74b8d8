import type { SessionError } from '../errors/session-error.js';
import type { CoreSpec } from './core/spec.js';
import type { DownReason } from './core/exit.js';
import type { PlannedChild } from './plan.js';
import type { Placed } from './slot.js';

/**
 * The children of a supervisor's plan, across its lives: each life begins with all of them, but for what was stopped or
 * deleted by hand, or gave up, and stays so (deviations from S56 and S71).
 */
export class Places {
  /** Without those that were deleted. */
  #plan: readonly PlannedChild[];
  readonly #place: (child: PlannedChild) => Placed;
  readonly #placed = new Map<string, Placed>();
  readonly #down = new Map<string, DownReason>();

  constructor(plan: readonly PlannedChild[], place: (child: PlannedChild) => Placed) {
    this.#plan = plan;
    this.#place = place;
  }

  get placed(): ReadonlyMap<string, Placed> {
    return this.#placed;
  }

  /** Claims the names of all that are missing, and returns those. Throws what a claim throws, and has claimed none then. */
  fill(): readonly Placed[] {
    const added: Placed[] = [];
    try {
      for (const child of this.#plan) {
        const { id } = child.spec;
        if (this.#placed.has(id)) continue;
        const placed = this.#place(child);
        added.push(placed);
        this.#placed.set(id, placed);
      }
      return added;
    } catch (refusal) {
      for (const { plan, slot } of added) {
        this.#placed.delete(plan.spec.id);
        slot.release();
      }
      throw refusal;
    }
  }

  /** In the order of the plan. */
  get specs(): readonly CoreSpec[] {
    return this.#plan.map(({ spec }) => spec).filter(({ id }) => this.#placed.has(id));
  }

  /** Those that stay down. */
  get downs(): ReadonlyMap<string, DownReason> {
    return this.#down;
  }

  begun(id: string): void {
    this.#down.delete(id);
  }

  /** One that ended by itself is started again with its supervisor. */
  down(id: string, why: DownReason): void {
    if (why !== 'ended') this.#down.set(id, why);
  }

  /** Its names are free; the next life begins with it all the same, unless that was done by hand. */
  forgotten(id: string): void {
    if (this.#down.has(id)) this.deleted(id);
    this.#placed.delete(id);
    this.#down.delete(id);
  }

  deleted(id: string): void {
    this.#plan = this.#plan.filter(({ spec }) => spec.id !== id);
  }

  /** One that was no part of the plan has gone with its life (S71). */
  lost(id: string): void {
    this.#down.delete(id);
  }

  suspend(at: number | undefined): void {
    for (const { slot } of this.#coming()) slot.suspend(at);
  }

  end(reason: SessionError, status: 'stopped' | 'gaveUp'): void {
    for (const { slot } of this.#coming()) slot.end(reason, status);
  }

  release(): void {
    for (const { slot } of this.#placed.values()) slot.release();
  }

  #coming(): Placed[] {
    return [...this.#placed].filter(([id]) => !this.#down.has(id)).map(([, placed]) => placed);
  }
}
