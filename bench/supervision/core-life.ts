import { LocalRegistry } from '../../src/registry/local-registry.js';
import type { RegistryKey } from '../../src/registry/registry.js';
import { SessionError } from '../../src/errors/session-error.js';
import type { CoreEvent } from '../../src/supervisor/core/event.js';
import type { Exit } from '../../src/supervisor/core/exit.js';
import { countChildren, whichChildren } from '../../src/supervisor/core/listing.js';
import type { CoreSpec, Flags } from '../../src/supervisor/core/spec.js';
import { initialState } from '../../src/supervisor/core/state.js';
import { step } from '../../src/supervisor/core/step.js';

const FLAGS: Flags = {
  kind: 'supervisor',
  strategy: 'one_for_one',
  maxRestarts: 3,
  period: 1_000,
  autoShutdown: 'never',
  maxChildren: Infinity,
};
const STOPPED = exit('shutdown', 'stopped');
const CRASHED = exit('abnormal', 'crashed');

/**
 * The life of a supervisor as its core and the registry see it: all children are started, each crashes and is restarted
 * once, all are stopped. Returns how many starts that took.
 */
export function coreLife(children: number): number {
  const specs = Array.from({ length: children }, (_, index) => specOf(`child ${index}`));
  const names = new LocalRegistry<object>();
  const holder = {};
  const events: CoreEvent[] = [];
  let state = initialState(FLAGS, specs, 1);
  let starts = 0;
  let now = 0;

  const run = (event: CoreEvent): void => {
    events.push(event);
    for (let next = events.pop(); next; next = events.pop()) {
      const stepped = step(state, next, now);
      state = stepped.state;
      for (const effect of stepped.effects) {
        if (effect.type === 'start') {
          starts += 1;
          names.claim(keyOf(effect.id), { holder, incarnation: effect.incarnation });
          events.push({ ...effect, type: 'child.ready' });
        }
        if (effect.type === 'stop') events.push({ ...effect, type: 'child.exited', exit: STOPPED });
        if (effect.type === 'arm') events.push({ ...effect, type: 'child.due' });
        if (effect.type === 'is.down') names.release(keyOf(effect.id), { holder, incarnation: starts });
      }
    }
  };

  run({ type: 'begin' });
  for (const { id } of specs) {
    // The budget is kept: what is spent is forgotten.
    now += FLAGS.period;
    run({ type: 'child.exited', id, incarnation: 1, exit: CRASHED });
  }
  const listed = whichChildren(state).length;
  run({ type: 'stop' });
  if (listed !== children || countChildren(state).active !== 0 || state.phase !== 'stopped')
    throw new Error(`${listed} of ${children} children were up, and ${countChildren(state).active} are`);
  return starts;
}

function specOf(id: string): CoreSpec {
  return {
    id,
    type: 'worker',
    restart: 'permanent',
    significant: false,
    backOff: { initial: 0, factor: 1, max: 0, jitter: 0 },
    stableAfter: 0,
    maxConsecutive: Infinity,
  };
}

function keyOf(value: string): RegistryKey {
  return { kind: 'name', value };
}

function exit(kind: Exit['kind'], code: 'stopped' | 'crashed'): Exit {
  return { kind, mendable: true, forced: false, error: new SessionError(code, code) };
}
