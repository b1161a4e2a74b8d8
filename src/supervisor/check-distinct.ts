import { refuseOption } from '../protocol/options/check-options.js';
import type { PlannedChild, PlannedSession, PlannedSupervisor } from './plan.js';
import { pathTo } from './place.js';

/** What only one in a tree can have, and the option by which one would. */
export interface Holding {
  readonly kind: 'session' | 'supervisor' | 'conversation';
  readonly value: string;
  readonly option: string;
}

/** Refuses names and conversations that two would have (`invalid_option`). */
export function checkDistinct(holdings: Iterable<Holding>): void {
  const holders = new Map<string, string>();
  for (const { kind, value, option } of holdings) {
    const key = `${kind}:${value}`;
    const holder = holders.get(key);
    if (holder !== undefined) refuseOption(option, EXPECTED[kind], `'${value}', as '${holder}' has it`);
    holders.set(key, option);
  }
}

const EXPECTED = {
  session: 'a name that no other session of the tree has',
  supervisor: 'a name that no other supervisor of the tree has',
  conversation: 'a conversation that no other session of the tree holds',
};

export function* holdingsOfSupervisor(plan: PlannedSupervisor, path: string): Generator<Holding> {
  if (plan.name !== undefined) yield { kind: 'supervisor', value: plan.name, option: pathTo(path, 'name') };
  yield* holdingsOfChildren(plan.children, pathTo(path, 'children'));
}

export function* holdingsOfChildren(children: readonly PlannedChild[], path: string): Generator<Holding> {
  for (const [index, child] of children.entries()) yield* holdingsOfChild(child, `${path}[${index}]`);
}

export function* holdingsOfChild({ runs }: PlannedChild, path: string): Generator<Holding> {
  if (runs.type === 'supervisor') yield* holdingsOfSupervisor(runs.plan, path);
  else yield* holdingsOfSession(runs, path);
}

function* holdingsOfSession({ options }: PlannedSession, path: string): Generator<Holding> {
  const { name, sessionId, resume, forkSession } = options;
  if (name !== undefined) yield { kind: 'session', value: name, option: pathTo(path, 'name') };
  if (sessionId !== undefined) {
    yield { kind: 'conversation', value: sessionId, option: pathTo(path, 'sessionId') };
  } else if (resume !== undefined && forkSession !== true) {
    yield { kind: 'conversation', value: resume, option: pathTo(path, 'resume') };
  }
}
