import { createSystem } from '../../src/index.js';
import { scriptedBackend } from '../../src/testing/index.js';

/**
 * The life of a supervisor and its sessions, scripted but otherwise whole: all are started, all crash and are restarted
 * once, all are stopped. Returns how many starts that took.
 */
export async function wholeLife(children: number): Promise<number> {
  const backend = scriptedBackend();
  const limits = { maxStarting: children, maxStartsPerSecond: Infinity };
  // Crashes are meant here.
  const logger = { debug: quiet, warn: quiet, error: quiet };
  await using system = createSystem({ backend, limits, logger });
  const supervisor = await system.startSupervisor({
    maxRestarts: children,
    children: Array.from({ length: children }, (_, index) => ({
      name: `session ${index}`,
      backOff: { initial: 0 },
    })),
  });
  await new Promise<void>((resolve) => {
    let restarted = 0;
    supervisor.on('report', ({ type }) => {
      if (type === 'started' && (restarted += 1) === children) resolve();
    });
    for (const adapter of [...backend.adapters]) adapter.crash();
  });
  await supervisor.stop();
  return backend.adapters.length;
}

function quiet(): void {}
