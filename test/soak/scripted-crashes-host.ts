// A host of a supervised session, scripted, that crashes again and again. Prints what it holds before there is one, after
// a few crashes, after many more, and when it has stopped.
import { createSystem } from 'troupe';
import { scriptedBackend, type ScriptedAdapter } from 'troupe/testing';
import { skippingClock } from '../support/skipping-clock.js';
import { rowOf, silent, untilReady } from '../support/supervised-tree.js';
import { until } from '../support/until.js';
import { takeCensus } from './census.js';

const [, , few, more] = process.argv;
const never = (): Promise<never> => new Promise(() => undefined);

let current: ScriptedAdapter | undefined;
let startsHang = false;
const processes: WeakRef<ScriptedAdapter>[] = [];
const clock = skippingClock();
const system = createSystem({
  clock,
  logger: silent,
  // One backend each: a backend keeps what it saw, for tests to read.
  backend: {
    ...scriptedBackend(),
    createAdapter: (request) => {
      current = scriptedBackend(({ text }) => (text === 'hang' ? never() : `re: ${text}`)).createAdapter(
        request,
      );
      if (startsHang) current.behave({ startsWhen: never() });
      processes.push(new WeakRef(current));
      return current;
    },
  },
});

const fresh = await takeCensus([]);
const sup = await system.startSupervisor({
  name: 'team',
  maxRestarts: 1_000_000,
  children: [{ name: 'sibling' }, { name: 'victim', maxConsecutive: Infinity }],
});
const session = sup.getSession('victim');

/** Crashes it, and sees to it that it is started again. */
async function crash(): Promise<void> {
  current?.crash();
  await until(() => session.status === 'waiting');
  clock.skip(30_000);
}

const crashes: readonly (() => Promise<unknown>)[] = [
  // While it is idle.
  crash,
  // In a turn, while another query waits.
  async () => {
    const inFlight = session.query('hang').catch(() => undefined);
    const waiting = session.query('waiting');
    await until(() => session.status === 'querying');
    await crash();
    await Promise.all([inFlight, waiting]);
    // What was said is known to that process alone.
    await session.clear();
  },
  // While it starts, after a crash.
  async () => {
    startsHang = true;
    await crash();
    await until(() => session.pid);
    startsHang = false;
    await crash();
  },
];

async function crashOften(times: number): ReturnType<typeof takeCensus> {
  for (let time = 0; time < times; time += 1) {
    await crashes[time % crashes.length]?.();
    await untilReady(sup, 'victim');
  }
  // V8 keeps what an error was made in until somebody reads its stack.
  rowOf(sup, 'victim').lastError?.stack?.at(0);
  // Those that live, of the sibling and of the victim, are no ended ones.
  const [, ...ended] = processes.slice(0, -1);
  return takeCensus(ended);
}

const before = await crashOften(Number(few));
const after = await crashOften(Number(more));
await sup.stop();
const stopped = await takeCensus([]);
await system.stop();
process.stdout.write(JSON.stringify({ fresh, before, after, stopped }));
