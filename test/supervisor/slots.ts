import { SessionError } from '../../src/errors/session-error.js';
import type { ChildSpec } from '../../src/supervisor/child-spec.js';
import type { Exit } from '../../src/supervisor/core/exit.js';
import { planChild } from '../../src/supervisor/plan-tree.js';
import type { PlannedChild } from '../../src/supervisor/plan.js';
import type { Placed, Slot, SlotWatcher } from '../../src/supervisor/slot.js';

/** A child in the hands of a test: it notes what is done with it in a log, and does what the test has it do. */
export class NotedSlot implements Slot {
  readonly #id: string;
  readonly #log: string[];
  #watcher: SlotWatcher | undefined;
  /** Called by each `begin`, and may throw. */
  onBegin: (watcher: SlotWatcher) => void = () => undefined;
  /** Ends when it is told to, within the call. */
  isPrompt = false;

  constructor(id: string, log: string[]) {
    this.#id = id;
    this.#log = log;
  }

  joined(): void {
    this.#note('joined');
  }

  begin(watcher: SlotWatcher): void {
    this.#note('begin');
    this.#watcher = watcher;
    this.onBegin(watcher);
  }

  halt(): void {
    this.#note('halt');
    if (this.isPrompt) this.exit(ASKED);
  }

  kill(): void {
    this.#note('kill');
    if (this.isPrompt) this.exit(ASKED);
  }

  suspend(at: number | undefined): void {
    this.#note(at === undefined ? 'suspend' : `suspend until ${at}`);
  }

  end(reason: SessionError, status: 'stopped' | 'gaveUp'): void {
    this.#note(`end ${status} by ${reason.code}`);
  }

  release(): void {
    this.#note('release');
  }

  // What a test does with it.

  ready(): void {
    this.#watcher?.ready();
  }

  exit(exit: Exit = CRASH): void {
    const watcher = this.#watcher;
    this.#watcher = undefined;
    watcher?.exited(exit);
  }

  #note(what: string): void {
    this.#log.push(`${this.#id}: ${what}`);
  }
}

export const CRASH: Exit = exitBy(new SessionError('crashed', 'The CLI process ended unasked.'));

export const ASKED: Exit = {
  ...exitBy(new SessionError('stopped', 'The session was stopped.')),
  kind: 'shutdown',
};

export function exitBy(error: SessionError): Exit {
  return { kind: 'abnormal', mendable: true, forced: false, error };
}

export function planOf(id: string, spec: ChildSpec = {}): PlannedChild {
  return planChild({ ...spec, id }, { autoShutdown: 'any_significant' }, {});
}

/** Children of these ids, in slots that note what is done with them. */
export function notedSlots(ids: string, log: string[]): ReadonlyMap<string, Placed & { slot: NotedSlot }> {
  const placed = (id: string) => ({ plan: planOf(id), slot: new NotedSlot(id, log) });
  return new Map(ids.split(' ').map((id) => [id, placed(id)] as const));
}
