// A host of a supervised session on the real CLI, whose API is elsewhere, that is killed again and again. Prints what it
// holds before there is one, after a few kills, after more, and when it has stopped.
import { createSystem } from 'troupe';
import { createSandbox } from 'troupe/testing';
import { AT_ONCE, killed, silent } from '../support/supervised-tree.js';
import { takeCensus } from './census.js';

const [, , url = '', few, more] = process.argv;
const sandbox = await createSandbox({ url });
const system = createSystem({ defaults: sandbox.options, logger: silent });

const fresh = await takeCensus([]);
const sup = await system.startSupervisor({
  name: 'team',
  maxRestarts: 1_000,
  children: [{ name: 'sibling' }, { name: 'victim', maxConsecutive: Infinity, ...AT_ONCE }],
});

async function killOften(times: number): ReturnType<typeof takeCensus> {
  for (let time = 0; time < times; time += 1) {
    await sup.getSession('victim').query(`prompt ${time}`);
    await killed(sup, 'victim');
  }
  return takeCensus([]);
}

const before = await killOften(Number(few));
const after = await killOften(Number(more));
await sup.stop();
const stopped = await takeCensus([]);
await system.stop();
await sandbox.remove();
process.stdout.write(JSON.stringify({ fresh, before, after, stopped }));
