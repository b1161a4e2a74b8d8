// A host that offers an inspector, and has nothing else to do once its input has ended.
import { once } from 'node:events';
import { createSystem } from 'troupe';
import { statelyInspector } from 'troupe/inspect';
import { scriptedBackend } from 'troupe/testing';

const system = createSystem({ backend: scriptedBackend() });
await system.startSession({ name: 'anna' }).ready();
const inspector = await statelyInspector({ system });
process.stdout.write(`${inspector.url}\n`);
if (process.argv[2] === 'stops') {
  await inspector.stop();
  process.stdout.write('stopped\n');
} else {
  await once(process.stdin.resume(), 'end');
}
