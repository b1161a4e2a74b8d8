import type { SessionAdapter } from '../adapter/session-adapter.js';
import type { Clock } from '../base/clock.js';
import { faultText } from '../base/fault-text.js';
import { isSessionError } from '../errors/session-error.js';
import type { ControlRequestBody } from '../protocol/wire/classify-line.js';

export interface ReplayRequest {
  readonly adapter: SessionAdapter;
  readonly requests: readonly ControlRequestBody[];
  readonly clock: Clock;
  /** Milliseconds in which all of it is to be done. */
  readonly limit: number;
  /** Told of what the process could not be told. */
  readonly report: (message: string) => void;
}

/**
 * Tells a new process what an earlier one was told, one after the other, because the CLI serves what comes together in any
 * order. What it refuses is reported, and the rest goes on. Resolves with whether the process still lives.
 */
export async function replay({ adapter, requests, clock, limit, report }: ReplayRequest): Promise<boolean> {
  const end = clock.now() + limit;
  for (const request of requests) {
    try {
      await adapter.control(request, Math.max(0, end - clock.now()));
    } catch (fault) {
      // Its end is told a little later; until then nothing is to be sent to it that it would not get.
      if (isSessionError(fault) && fault.code === 'stopped') return false;
      report(`A new process could not be told '${request.subtype}': ${faultText(fault)}.`);
    }
  }
  return true;
}
