import type { Clock } from '../base/clock.js';
import type { Inspection } from '../base/inspection.js';
import type { FaultReporter } from '../base/isolate.js';
import type { Logger } from '../base/logger.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import type { LocalRegistry } from '../registry/local-registry.js';
import type { LiveSession } from '../session/live-session.js';
import type { Owner } from '../session/owner.js';
import type { Chronicle } from '../session/session-happening.js';
import type { PlannedSession } from './plan.js';
import type { SupervisorHappening } from './supervisor-happening.js';

/** What the supervisors of a system share. */
export interface SupervisorWorld {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: FaultReporter;
  readonly inspection: Inspection;
  /** Where it is taken down what happens to them. */
  readonly chronicle: Chronicle<SupervisorHappening>;
  readonly defaults: SessionOptions;
  /** Their names; apart from those of sessions. */
  readonly names: Pick<LocalRegistry<object>, 'claim' | 'release'>;
  /** Throws `name_taken` or `conversation_in_use`. */
  readonly newSession: (plan: PlannedSession, owner: Owner, path: string) => LiveSession;
  /** Of the random numbers in back-offs. */
  readonly newSeed: () => number;
}
