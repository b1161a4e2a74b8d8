import type { InspectionEvent } from 'xstate';
import type { InspectionObserver } from './system-options.js';
import { isolate, type FaultReporter } from '../base/isolate.js';

/** An observer that throws would end the actor it observes (`xstate.md`, 1); this one is only reported. */
export function guardInspect(
  inspect: InspectionObserver,
  report: FaultReporter,
): (event: InspectionEvent) => void {
  return (event) => isolate('inspector', report, () => inspect(event));
}
