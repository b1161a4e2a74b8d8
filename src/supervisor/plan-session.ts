import { within } from '../protocol/options/check-options.js';
import { optionSchemas } from '../protocol/options/options-schema.js';
import { prepareOptions } from '../protocol/options/prepare-options.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import type { SessionSpec, Shutdown } from './child-spec.js';
import { planPolicy, type ParentFacts } from './plan-policy.js';
import type { PlannedChild } from './plan.js';
import type { Place } from './place.js';

/** A session as a child, with every default filled in. Throws `invalid_option`. */
export function planSession(spec: SessionSpec, parent: ParentFacts, place: Place): PlannedChild {
  const { retryInFlight = false, whenContextLost = 'fail' } = spec;
  const tags = Object.freeze([...(spec.tags ?? [])]);
  const shutdown = spec.shutdown ?? place.defaults.shutdown ?? 5_000;
  const policy = planPolicy(spec, parent, place);
  const options = within(place.path, () => prepareOptions(sessionOptionsOf(spec), place.defaults));
  return {
    spec: { ...policy, type: 'worker' },
    shutdown: milliseconds(shutdown),
    tags,
    given: {
      ...options,
      type: 'session',
      ...policy,
      // JSON has no Infinity.
      shutdown: shutdown === Infinity ? 'infinity' : shutdown,
      tags,
      retryInFlight,
      whenContextLost,
    },
    runs: {
      type: 'session',
      options: { ...options, shutdown: milliseconds(shutdown) },
      retryInFlight,
      whenContextLost,
    },
  };
}

/** What `startSession` would be given. */
function sessionOptionsOf(spec: SessionSpec): SessionOptions {
  const { session } = optionSchemas();
  const isOption = (key: string): boolean => key !== 'shutdown' && Object.hasOwn(session, key);
  return Object.fromEntries(Object.entries(spec).filter(([key]) => isOption(key)));
}

function milliseconds(shutdown: Shutdown): number {
  if (shutdown === 'brutal_kill') return 0;
  return shutdown === 'infinity' ? Infinity : shutdown;
}
