import { vi } from 'vitest';
import type { FaultReporter } from '../../src/base/isolate.js';

/** A reporter whose reports can be read. */
export function faultRecorder() {
  return vi.fn<FaultReporter>();
}

/** Lets every promise that can settle do so, and Node notice those that nobody handled. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
