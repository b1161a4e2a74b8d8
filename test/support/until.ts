import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a state of the world outside: there is no event for it. Rejects after a minute. */
export async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await sleep(20);
  }
  throw new Error(`not seen within a minute: ${look.toString()}`);
}
