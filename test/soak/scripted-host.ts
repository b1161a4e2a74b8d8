// A host of scripted sessions. Prints what it holds without any, after a few, and after many more.
import { createSystem, type Session } from 'troupe';
import { scriptedBackend, type ScriptedAdapter } from 'troupe/testing';
import { takeCensus } from './census.js';
import { live } from './lives.js';

const adapters = new Set<ScriptedAdapter>();
const system = createSystem({
  // One backend each: a backend keeps what it saw, for tests to read.
  backend: {
    ...scriptedBackend(),
    createAdapter: (request) => {
      const adapter = scriptedBackend(({ text }) => `re: ${text}`).createAdapter(request);
      adapters.add(adapter);
      return adapter;
    },
  },
});
const many = async (count: number): Promise<readonly WeakRef<Session>[]> => {
  const kill = (session: Session): void => [...adapters].find(({ pid }) => pid === session.pid)?.crash();
  const ended = await live(system, count, { at: 10, kill });
  adapters.clear();
  return ended;
};

const fresh = await takeCensus([]);
const before = await takeCensus(await many(Number(process.argv[2])));
const after = await takeCensus(await many(Number(process.argv[3])));
await system.stop();
process.stdout.write(JSON.stringify({ fresh, before, after }));
