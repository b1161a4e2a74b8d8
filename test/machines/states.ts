import type { AnyStateNode } from 'xstate';

/** A state and everything in it. */
export function* walk(node: AnyStateNode): Generator<AnyStateNode> {
  yield node;
  for (const child of Object.values(node.states)) yield* walk(child as AnyStateNode);
}
