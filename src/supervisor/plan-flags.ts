import type { Flags } from './core/spec.js';
import type { SupervisorFields } from './spec-fields.js';

/** The flags of a supervisor, with every default filled in. */
export function planFlags({ type, maxSeconds = 5, maxRestarts = 3, ...own }: SupervisorFields): Flags {
  const { strategy = 'one_for_one', autoShutdown = 'never', maxChildren = Infinity } = own;
  return { kind: type, strategy, maxRestarts, period: maxSeconds * 1_000, autoShutdown, maxChildren };
}

/** The same as the keys of a spec. */
export function fullFlags(fields: SupervisorFields): object {
  const { strategy, maxRestarts, autoShutdown, maxChildren } = planFlags(fields);
  const { maxSeconds = 5 } = fields;
  if (fields.type === 'supervisor') return { strategy, maxRestarts, maxSeconds, autoShutdown };
  // JSON has no Infinity.
  return { maxRestarts, maxSeconds, ...(maxChildren !== Infinity && { maxChildren }) };
}
