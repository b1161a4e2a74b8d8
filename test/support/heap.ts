import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that are still referred to from somewhere. */
export async function heapInUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What a job has looked at lives at least as long as that job.
  for (let round = 0; round < 3; round += 1) {
    await setImmediate();
    collect();
  }
  return process.memoryUsage().heapUsed;
}
