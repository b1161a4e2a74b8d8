// CPU that a query takes from its call to its result, in µs: of the adapter alone, of a session on it, of one that is watched.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createSystem } from '../../dist/src/index.js';
import { statelyInspector } from '../../dist/src/inspect/index.js';
import { InstantAdapter, instantBackend } from './instant-backend.mjs';

const [, , way, queries] = process.argv;

const ask = await {
  'adapter alone': adapterAlone,
  session: () => askOf(createSystem({ backend: instantBackend })),
  'no-op observer': () => askOf(createSystem({ backend: instantBackend, inspect: () => undefined })),
  'nobody connected': async () => (await inspected()).ask,
  'one client': async () => {
    const { ask, inspector } = await inspected();
    const client = execFile(process.execPath, [
      fileURLToPath(new URL('client.mjs', import.meta.url)),
      inspector.url,
    ]);
    await once(client.stdout, 'data');
    return ask;
  },
}[way]();

await many();
const before = process.cpuUsage();
await many();
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ query: (user + system) / queries }), () => process.exit());

async function many() {
  for (let query = 0; query < queries; query += 1) await ask('go on');
}

function adapterAlone() {
  const adapter = new InstantAdapter();
  let heard = () => {};
  const frame = ({ message }) => message?.type === 'result' && heard(message);
  adapter.start({ ready() {}, frame, exited() {} });
  return (content) =>
    new Promise((resolve) => {
      heard = resolve;
      adapter.write({ id: randomUUID(), content });
    });
}

function askOf(system) {
  const session = system.startSession();
  return (prompt) => session.query(prompt);
}

async function inspected() {
  const system = createSystem({ backend: instantBackend });
  const inspector = await statelyInspector({ system });
  return { inspector, ask: askOf(system) };
}
