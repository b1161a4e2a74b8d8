// A host of sessions on the real CLI, whose API is elsewhere. Prints what it holds without any, after a few, and after
// more.
import { createSystem, type Session } from 'troupe';
import { createSandbox } from 'troupe/testing';
import { takeCensus } from './census.js';
import { live } from './lives.js';

const [, , url = '', few, more] = process.argv;
const sandbox = await createSandbox({ url });
const system = createSystem({ defaults: sandbox.options });
const many = (count: number): Promise<readonly WeakRef<Session>[]> =>
  live(system, count, {
    at: 3,
    kill: ({ pid }) => {
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
  });

const fresh = await takeCensus([]);
const before = await takeCensus(await many(Number(few)));
const after = await takeCensus(await many(Number(more)));
await system.stop();
await sandbox.remove();
process.stdout.write(JSON.stringify({ fresh, before, after }));
