import type { AnyStateMachine, AnyStateNode } from 'xstate';

/**
 * A machine as lines of mermaid. A state is drawn in the block in which it is named first, so all are named, each in the
 * block of its parent, before anything leads from one to another.
 */
export function stateDiagram({ root }: AnyStateMachine): string[] {
  const lines = [...statesIn(root), ...statesBelow(root).flatMap(arrowsFrom), ...arrowsFromAnywhere(root)];
  return ['stateDiagram-v2', ...lines.map((line) => `  ${line}`)];
}

/** All states below one, parents first. */
export function statesBelow(node: AnyStateNode): AnyStateNode[] {
  return childrenOf(node).flatMap((child) => [child, ...statesBelow(child)]);
}

/** What a state is called in a diagram, where names are unique. */
export function nameOf(node: AnyStateNode): string {
  return node.path.join('_');
}

function childrenOf(node: AnyStateNode): AnyStateNode[] {
  return Object.values(node.states);
}

function statesIn(node: AnyStateNode): string[] {
  const children = childrenOf(node);
  return [
    ...node.initial.target.map((first) => `[*] --> ${nameOf(first)}`),
    ...children.flatMap(declarationOf),
    ...children.filter(({ type }) => type === 'final').map((last) => `${nameOf(last)} --> [*]`),
  ];
}

function declarationOf(node: AnyStateNode): string[] {
  if (childrenOf(node).length === 0) return [`${nameOf(node)} : ${node.key}`];
  return [`state "${node.key}" as ${nameOf(node)} {`, ...statesIn(node).map((line) => `  ${line}`), '}'];
}

interface Transition {
  readonly eventType: string;
  readonly target?: readonly AnyStateNode[] | undefined;
  readonly guard?: unknown;
}

function arrowsFrom(node: AnyStateNode): string[] {
  const transitions: Transition[] = [...node.transitions.values(), ...(node.always ?? [])].flat();
  return transitions.flatMap((transition) => arrows(node, transition));
}

/** What the machine itself heeds, it heeds in each of its states. */
function arrowsFromAnywhere(root: AnyStateNode): string[] {
  const lasting = childrenOf(root).filter(({ type }) => type !== 'final');
  const transitions: Transition[] = [...root.transitions.values()].flat();
  return transitions.flatMap((transition) => lasting.flatMap((from) => arrows(from, transition)));
}

function arrows(from: AnyStateNode, transition: Transition): string[] {
  return (transition.target ?? []).map((to) => `${nameOf(from)} --> ${nameOf(to)} : ${causeOf(transition)}`);
}

/** What leads along an arrow: an event, or a condition that holds. */
function causeOf({ eventType, guard }: Transition): string {
  if (eventType === '') return `[${(guard as { readonly type: string }).type}]`;
  // `xstate.after.turnLimit.session.querying.streaming` is read as `after turnLimit`.
  return eventType.replace(/^xstate\.after\.([^.]+)\..*$/, 'after $1');
}
