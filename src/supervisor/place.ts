import type { SessionOptions } from '../protocol/options/session-options.js';

/** Where in a tree a spec is. */
export interface Place {
  /** As a user would write it: `children[1].children[0]`; empty for the root. */
  readonly path: string;
  /** The specs that this one is in. */
  readonly above: readonly unknown[];
  /** Of the sessions of the system. */
  readonly defaults: SessionOptions;
}

export function pathTo(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
