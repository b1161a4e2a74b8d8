import type { SystemTree, TreeNode } from 'troupe';

/** Every node of a tree, parents first. */
export function nodesIn({ children }: Pick<SystemTree, 'children'>): TreeNode[] {
  return children.flatMap((node) => [node, ...(node.kind === 'supervisor' ? nodesIn(node) : [])]);
}

export function nodeAt(tree: SystemTree, path: string): TreeNode {
  const found = nodesIn(tree).find((node) => node.path === path);
  if (!found) throw new Error(`There is nothing at '${path}'.`);
  return found;
}

/** How all of them fare, in short: `top/a ready idle`. */
export function faresIn(tree: SystemTree): string[] {
  return nodesIn(tree).map(({ path, state, status }) => `${path} ${state} ${status}`);
}
