// Heap that each of 1 000 idle sessions keeps, in kB, without a process and what it says; or the actor that it holds.
import { createActor } from 'xstate';
import { instantBackend } from './instant-backend.mjs';
import { createSystem } from '../../dist/src/index.js';
import { sessionMachine } from '../../dist/machines/index.js';

const SESSIONS = 1_000;

const ways = {
  session: () => {
    const limits = { maxStarting: SESSIONS, maxStartsPerSecond: Infinity };
    const system = createSystem({ backend: instantBackend, limits });
    return async (name) => {
      const session = system.startSession({ name });
      await session.ready();
      return session;
    };
  },
  'its actor alone': () => {
    const limits = { start: 1_000, turn: 1_000, interrupt: 1_000, control: 1_000, stop: 1_000 };
    return () => {
      const actor = createActor(sessionMachine, { input: { link: {}, limits } });
      actor.start();
      actor.send({ type: 'adapter.ready' });
      return actor;
    };
  },
};

const open = ways[process.argv[2]]();
// What is made once for all of them is no part of it.
const first = await open('the first');
const before = heap();
const opened = [];
for (let count = 0; count < SESSIONS; count += 1) opened.push(await open(`session ${count}`));
const grown = heap() - before;
process.stdout.write(JSON.stringify({ kept: grown / 1e3 / opened.length }), () => process.exit());
// Held until now.
opened.push(first);

function heap() {
  for (let times = 0; times < 4; times += 1) globalThis.gc();
  return process.memoryUsage().heapUsed;
}
