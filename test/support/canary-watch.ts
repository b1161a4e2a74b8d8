import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import type { Logger, Session, Supervisor, System } from 'troupe';
import { processesUnder } from './processes.js';

/** A text that nothing else holds, and that says where it was put. */
export const canary = (place: string): string => `CANARY_${place}`;

const CANARIES = /CANARY_\w+/g;

/** The canaries in anything: in whatever can be reached from it, and in how it is printed. */
export function canariesIn(value: unknown): readonly string[] {
  const texts = [...textsWithin(value), inspect(value), asJson(value)];
  return [...new Set(texts.flatMap((text) => text?.match(CANARIES) ?? []))];
}

/** Every text that can be reached, each thing once: an actor leads to all others, along many ways. */
function textsWithin(value: unknown): string[] {
  const texts: string[] = [];
  const known = new Set<unknown>();
  const open = [value];
  for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
    if (typeof next === 'string') texts.push(next);
    if (typeof next !== 'object' || next === null || known.has(next)) continue;
    known.add(next);
    if (next instanceof Map) open.push(...next.keys(), ...next.values());
    if (next instanceof Set) open.push(...next);
    for (const [name, { value: held }] of Object.entries(Object.getOwnPropertyDescriptors(next))) {
      open.push(name, held);
    }
  }
  return texts;
}

function asJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

const TOLD = ['state', 'identified', 'crashed', 'restarted', 'contextLost', 'stopped'] as const;

/** Looks wherever others may look: at logs, events, errors, snapshots, and the list of processes. */
export class CanaryWatch {
  readonly #found = new Set<string>();
  readonly #root: () => string;
  #looks = 0;

  /** `root` is in the environment of the processes to be looked at. */
  constructor(root: () => string) {
    this.#root = root;
  }

  readonly logger: Logger = {
    debug: (...line) => this.see('log', line),
    warn: (...line) => this.see('log', line),
    error: (...line) => this.see('log', line),
  };

  readonly inspect = (event: object): void => this.see('inspection', event);

  /** Where a canary was found, and which. */
  get found(): readonly string[] {
    return [...this.#found];
  }

  /** How many things were looked at. */
  get looks(): number {
    return this.#looks;
  }

  see(where: string, what: unknown): void {
    this.#looks += 1;
    for (const name of canariesIn(what)) this.#found.add(`${where}: ${name}`);
  }

  /** All but the content that its user asked for. */
  follow(session: Session): void {
    for (const event of TOLD) session.on(event, (...values) => this.see(`event ${event}`, values));
    session.actor.subscribe((snapshot) => this.see('snapshot', snapshot));
  }

  followTree(supervisor: Supervisor): void {
    supervisor.on('report', (report) => this.see('report', report));
  }

  /** What is told without content. */
  followEvents(system: System): void {
    void (async () => {
      for await (const event of system.events()) this.see('system event', event);
    })();
  }

  /** The list of processes as it is now. Returns how many there are. */
  lookAtProcesses(): number {
    const pids = processesUnder(this.#root());
    for (const pid of pids) this.see('process list', commandLine(pid));
    return pids.length;
  }

  /** What a call fails with. */
  async failure(call: () => unknown): Promise<unknown> {
    try {
      await call();
    } catch (error) {
      this.see('error', error);
      return error;
    }
    throw new Error('It did not fail.');
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It has ended.
    return '';
  }
}
