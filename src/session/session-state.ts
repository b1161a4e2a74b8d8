import type { FrameCounts } from '../adapter/session-adapter.js';
import type { ActorSnapshot, SessionState } from './incarnation.js';

/** Of a session without a process. */
export const NO_COUNTS: FrameCounts = { unknownMessages: 0, noiseLines: 0, oversizedLines: 0 };

/** The status of a session that has an incarnation, by its state. */
export const STATUS = {
  initializing: 'starting',
  ready: 'idle',
  cleared: 'idle',
  querying: 'querying',
  stopped: 'stopped',
} as const;

/** The top-level state of the statechart; `undefined` while the process is being stopped. */
export function stateOf(snapshot: ActorSnapshot): SessionState | undefined {
  const [top] = typeof snapshot.value === 'string' ? [snapshot.value] : Object.keys(snapshot.value);
  return top !== undefined && top in STATUS ? (top as SessionState) : undefined;
}
