import type { Backend } from '../adapter/session-adapter.js';
import type { Clock } from '../base/clock.js';
import type { Inspection } from '../base/inspection.js';
import type { Logger } from '../base/logger.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import type { Owner } from './owner.js';
import type { StartGate } from './start-gate.js';

/** What the incarnations of a session are made from. */
export interface SessionMeans {
  readonly options: SessionOptions;
  /** The ids from the root down to it; of all sessions there are, it alone has this path. */
  readonly path: string;
  readonly backend: Backend;
  readonly gate: StartGate;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where its actors are shown. */
  readonly inspection: Inspection;
  readonly owner: Owner;
  /**
   * Whether a query is asked again that was in flight when the process crashed, before everything that waits; only where
   * no tool had been called in its turn, as far as the CLI had told. Messages that its reader had not taken are dropped,
   * so that a reader may see the beginning of an answer twice; and the conversation may hold the prompt twice, because
   * the first may be on record. Default: `false`, it fails with `crashed`.
   */
  readonly retryInFlight?: boolean | undefined;
  /**
   * What happens where the conversation to come back to is gone: the incarnation ends with `context_lost`, or a new
   * conversation is begun, and `contextLost` emitted. Default: `'fail'`.
   */
  readonly whenContextLost?: 'fail' | 'fresh' | undefined;
}
