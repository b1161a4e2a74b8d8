import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { walk } from '../states.js';

/** A statechart as lines of text: one for each state, its actions and actors, and each transition, in order. */
export function pictureOf(machine: AnyStateMachine): string[] {
  return [...walk(machine.root)].flatMap((node) => {
    const name = nameOf(node);
    return [
      `${name} is ${[node.type, ...node.tags].join(' ')}: ${node.description ?? ''}`,
      ...initialOf(node).map((state) => `${name} begins with ${state}`),
      ...node.entry.map((action) => `${name} on entry ${implementation(action)}`),
      ...node.exit.map((action) => `${name} on exit ${implementation(action)}`),
      ...node.invoke.map(({ id, src }) => `${name} invokes ${implementation(src)} as ${id}`),
      ...transitionsOf(node).map((transition) => `${name} ${arrow(transition)}`),
    ];
  });
}

/** The transitions of a state, also those that wait for no event. */
export function transitionsOf(node: AnyStateNode): AnyTransitionDefinition[] {
  return [...node.transitions.values(), node.always ?? []].flat();
}

function nameOf({ path, key }: AnyStateNode): string {
  return path.length > 0 ? path.join('.') : key;
}

function initialOf(node: AnyStateNode): string[] {
  return node.type === 'compound' ? node.initial.target.map(nameOf) : [];
}

function arrow({ eventType, target, guard, actions, reenter, description }: AnyTransitionDefinition): string {
  const names = actions.map(implementation).join(', ');
  return [
    `on ${String(eventType)} ${reenter ? 'leaves and goes' : 'goes'} to ${target?.map(nameOf).join(', ') ?? 'itself'}`,
    ...(guard === undefined ? [] : [`if ${implementation(guard)}`]),
    ...(names === '' ? [] : [`and does ${names}`]),
  ]
    .join(' ')
    .concat(`: ${description ?? ''}`);
}

/** Its name and what it is given; XState's own are functions that have a name. */
function implementation(given: unknown): string {
  if (typeof given === 'string') return given;
  const { type = '(inline)', params } = given as { readonly type?: string; readonly params?: unknown };
  return params === undefined ? type : `${type} ${JSON.stringify(params)}`;
}
