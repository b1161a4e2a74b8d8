interface Watch {
  readonly reactions: Set<() => void>;
  /** The one listener of the signal. */
  readonly fire: () => void;
}

const watches = new WeakMap<AbortSignal, Watch>();

/**
 * Calls `react` when the signal fires, until the returned function is called. However many share a signal, it has one
 * listener of ours: Node takes an eleventh for a leak, and warns.
 */
export function onAbort(signal: AbortSignal, react: () => void): () => void {
  const { reactions, fire } = watches.get(signal) ?? watch(signal);
  const entry = (): void => react();
  reactions.add(entry);
  return () => {
    if (!reactions.delete(entry) || reactions.size > 0) return;
    signal.removeEventListener('abort', fire);
    watches.delete(signal);
  };
}

function watch(signal: AbortSignal): Watch {
  const reactions = new Set<() => void>();
  const fire = (): void => {
    for (const react of [...reactions]) if (reactions.has(react)) react();
  };
  signal.addEventListener('abort', fire, { once: true });
  const made = { reactions, fire };
  watches.set(signal, made);
  return made;
}
