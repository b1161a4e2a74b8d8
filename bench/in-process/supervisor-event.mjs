// CPU for one event of a supervisor of 100 children, in µs: decided by the core alone, or by the statechart around it.
import { createActor } from 'xstate';
import { supervisorMachine } from '../../dist/machines/index.js';
import { SessionError } from '../../src/errors/session-error.ts';
import { initialState } from '../../src/supervisor/core/state.ts';
import { step } from '../../src/supervisor/core/step.ts';

const CHILDREN = 100;
const CRASHES = 20_000;
const flags = {
  ...{ kind: 'supervisor', strategy: 'one_for_one', autoShutdown: 'never' },
  ...{ maxRestarts: 1, period: 1, maxChildren: Infinity },
};
const specs = Array.from({ length: CHILDREN }, (_, index) => ({
  ...{ id: `child ${index}`, type: 'worker', restart: 'permanent', significant: false },
  ...{ backOff: { initial: 1, factor: 1, max: 1, jitter: 0 }, stableAfter: 0, maxConsecutive: Infinity },
}));
const exit = {
  kind: 'abnormal',
  mendable: true,
  forced: false,
  error: new SessionError('crashed', 'crashed'),
};
const core = initialState(flags, specs, 1);
let now = 0;
/** The incarnation of each child. */
const numbers = new Map();

const ways = {
  'core alone': () => {
    let state = core;
    const decide = (event) => {
      const stepped = step(state, event, now);
      state = stepped.state;
      return stepped.effects;
    };
    return { decide, effects: decide({ type: 'begin' }) };
  },
  statechart: () => {
    const decide = (state, event) => {
      const { state: next, effects } = step(state, event, now);
      return { core: next, effects };
    };
    const actor = createActor(supervisorMachine, { input: { link: { decide }, core } });
    actor.start();
    const send = (event) => {
      actor.send(event);
      return actor.getSnapshot().context.effects;
    };
    return { decide: send, effects: actor.getSnapshot().context.effects };
  },
};

const { decide, effects } = ways[process.argv[2]]();
// Children are started one after the other.
for (let first = effects.find(isStart); first !== undefined;) {
  numbers.set(first.id, first.incarnation);
  first = decide({ ...first, type: 'child.ready' }).find(isStart);
}
live(CRASHES);
const before = process.cpuUsage();
live(CRASHES);
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ event: (user + system) / (3 * CRASHES) }));

/** So many times a child crashes, is due, and serves again: three events. */
function live(crashes) {
  for (let crash = 0; crash < crashes; crash += 1) {
    now += 10;
    const { id } = specs[crash % CHILDREN];
    const incarnation = numbers.get(id);
    decide({ type: 'child.exited', id, incarnation, exit });
    const started = decide({ type: 'child.due', id, incarnation }).find(isStart);
    decide({ ...started, type: 'child.ready' });
    numbers.set(id, started.incarnation);
  }
}

function isStart({ type }) {
  return type === 'start';
}
