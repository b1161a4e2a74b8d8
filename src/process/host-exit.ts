import { onExit } from 'signal-exit';

/** What is to be ended with the host; the one hook on the host's end is there while anything is. */
const endings = new Set<() => void>();
let unhook: (() => void) | undefined;

/**
 * Calls `end` when the host exits, by itself or by a signal, until the returned function is called. A host that is
 * killed outright ends nothing: its children see the end of their input.
 */
export function onHostExit(end: () => void): () => void {
  unhook ??= onExit(() => {
    for (const each of endings) each();
  });
  endings.add(end);
  return () => {
    endings.delete(end);
    if (endings.size > 0) return;
    unhook?.();
    unhook = undefined;
  };
}
