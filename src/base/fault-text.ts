import type { FaultReporter } from './isolate.js';
import type { Logger } from './logger.js';

/** What was thrown or rejected with, as text; a value that cannot be one does not throw again. */
export function faultText(fault: unknown): string {
  try {
    return String(fault);
  } catch {
    return 'a value that has no text';
  }
}

/** Reports faults of the user's own code to a logger, each with the place in that code where it came about. */
export function faultReporter(logger: Logger, sessionName?: string): FaultReporter {
  return (what, fault) => {
    const stack = fault instanceof Error ? fault.stack : undefined;
    logger.error(`Fault in ${what}.`, {
      fault: stack ?? faultText(fault),
      ...(sessionName !== undefined && { sessionName }),
    });
  };
}
