import { subscribe } from 'node:diagnostics_channel';
import { createSystem } from '../../dist/src/index.js';

const { executable, cwd, env, model, restarts } = JSON.parse(process.env.SUBJECT);

// What can be seen of it from outside: Node tells of every child process that it makes.
const seen = { exit: 0, spawn: 0, chunk: 0 };
subscribe('child_process', ({ process: child }) => {
  seen.spawn = performance.now();
  // First of all who hear of its exit; its pipes are there, and read by the library, when this tick is over.
  child.once('exit', () => (seen.exit = performance.now()));
  queueMicrotask(() => child.stdout.prependListener('data', () => (seen.chunk = performance.now())));
});

const system = createSystem({ logger: { debug() {}, warn() {}, error() {} } });
const options = { pathToClaudeCodeExecutable: executable, cwd, env, model };
const supervisor = await system.startSupervisor({
  maxRestarts: restarts + 1,
  children: [{ name: 'session', ...options, backOff: { initial: 0 }, maxConsecutive: Infinity }],
});
const session = supervisor.getSession('session');

const runs = [];
// The first only warms up.
for (let restart = 0; restart <= restarts; restart += 1) {
  // So that there is a conversation to come back to.
  await session.query('go on');
  runs.push(await restarted());
}
await system.stop();
const middle = (key) =>
  runs
    .slice(1)
    .map((run) => run[key])
    .sort((a, b) => a - b)[Math.floor(restarts / 2)];
process.stdout.write(
  JSON.stringify({
    own: middle('own'),
    toSpawn: middle('toSpawn'),
    toReady: middle('toReady'),
    whole: middle('whole'),
  }),
);

/** Kills the process, and tells what came of it when the next one serves. */
function restarted() {
  return new Promise((resolve) => {
    session.on('restarted', () => {
      const now = performance.now();
      const toSpawn = seen.spawn - seen.exit;
      const toReady = now - seen.chunk;
      resolve({ own: toSpawn + toReady, toSpawn, toReady, whole: now - seen.exit });
    });
    process.kill(session.pid, 'SIGKILL');
  });
}
