// A busy host with an inspector. Prints what it holds more after a hundred thousand inspection events than before.
import { setImmediate } from 'node:timers/promises';
import { createSystem } from 'troupe';
import { statelyInspector } from 'troupe/inspect';
import { scriptedBackend } from 'troupe/testing';
import { heapInUse } from '../support/heap.js';
import { until } from '../support/until.js';
import { connect, type Client } from './receiving.js';

/** Whether a client is there: it never was, it has left, or it takes nothing. */
export type Watching = 'nobody' | 'left' | 'stuck';

export interface Busy {
  readonly events: number;
  /** In bytes. */
  readonly grown: number;
  /** The most timers that there were at a time, and how many there are at the end. */
  readonly timers: { readonly most: number; readonly left: number };
  /** Of a stuck client that goes on: whether it was shown the tree anew. */
  readonly shownAnew: boolean | undefined;
}

const backend = scriptedBackend(() => 'done');
const system = createSystem({ backend });
const session = system.startSession({ name: 'anna', noSessionPersistence: true });
const inspector = await statelyInspector({ system });
await session.ready();

let most = 0;

async function ask(times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await session.query('hello');
    most = Math.max(most, timers());
    // Scripted sessions need no turn of the event loop, but what is sent does.
    if (count % 10 === 9) await setImmediate();
    if (count % 50 === 49) await session.clear();
    // What was said is kept for tests to read; here it would be in the way.
    for (const kept of [backend.requests, ...backend.adapters.map(({ written }) => written)])
      (kept as unknown[]).length = 0;
  }
}

async function eventsOfOne(): Promise<number> {
  let events = 0;
  const leave = system.inspect(() => (events += 1));
  const before = events;
  await ask(1);
  leave();
  return events - before;
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

async function bytes(): Promise<number> {
  const heap = await heapInUse();
  return heap + process.memoryUsage().external;
}

async function watch(watching: Watching): Promise<Client | undefined> {
  if (watching === 'nobody') return undefined;
  const client = await connect(inspector.url);
  await until(() => client.frames.length > 4);
  if (watching === 'stuck') client.socket.pause();
  else client.socket.close();
  await until(() => watching === 'stuck' || inspector.clients === 0);
  return client;
}

const each = await eventsOfOne();
await ask(1_000);
const before = await bytes();
const client = await watch(process.argv[2] as Watching);
most = 0;
const queries = Math.ceil(100_000 / each);
await ask(queries);
const grown = (await bytes()) - before;
const left = timers();
let shownAnew: boolean | undefined;
if (client && inspector.clients > 0) {
  const known = client.frames.length;
  client.socket.resume();
  shownAnew = await until(() =>
    client.frames.slice(known).some((frame) => frame.includes('"name":"anna#1"')),
  );
}
await inspector.stop();
await system.stop();
const busy: Busy = { events: each * queries, grown, timers: { most, left }, shownAnew };
process.stdout.write(JSON.stringify(busy));
