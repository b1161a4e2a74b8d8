import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { pathsOf, receive, statesOf } from '../inspect/receiving.js';
import { until } from '../support/until.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The demo, which waits until somebody looks at where it says, and says that it does. */
async function waitingDemo() {
  const home = await mkdtemp(join(tmpdir(), 'troupe-demo-'));
  const demo = spawn(process.execPath, ['--import', 'tsx', 'examples/demo.ts', '--inspect'], {
    cwd: repository,
    env: { PATH: process.env.PATH, HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(demo, 'exit');
  onTestFinished(async () => {
    demo.kill('SIGKILL');
    await exited;
    await rm(home, { recursive: true, force: true });
  });
  let url: string | undefined;
  for await (const line of createInterface(demo.stdout)) {
    url ??= /connect to (ws:\S+)$/.exec(line)?.[1];
    if (url === undefined || !line.includes('nobody has looked for')) continue;
    demo.stdout.resume();
    return { url, exited };
  }
  throw new Error('The demo did not say where to look, and that it waits.');
}

it('whoever looks at the demo sees its sessions and supervisors come, crash, come back and go', async () => {
  const { url, exited } = await waitingDemo();
  const frames = receive(url);
  expect(await exited).toEqual([0, null]);
  await until(() => statesOf(frames, 'team#1').at(-1) === 'stopped');

  const withAdapter = (path: string): string[] => [path, `${path}/adapter`];
  expect(pathsOf(frames)).toEqual([
    'system',
    ...['system/alice#1', 'system/mike#1', 'system/alice#1', 'system/fork#1'].flatMap(withAdapter),
    ...['system/team#1', 'system/team#1/children'],
    ...['system/team#1/anna#1', 'system/team#1/ben#1', 'system/team#1/anna#2'].flatMap(withAdapter),
  ]);
  const turn = ['querying:streaming', 'ready'];
  expect(statesOf(frames, 'anna#1')).toEqual(['initializing:handshaking', 'ready', ...turn, 'stopped']);
  expect(statesOf(frames, 'anna#2')).toEqual([
    ...['initializing:handshaking', 'ready', ...turn],
    ...['stopping', 'stopped'],
  ]);
  expect(statesOf(frames, 'team#1')).toEqual(['starting', 'running', 'stopping', 'stopped']);
  expect(JSON.stringify(frames)).not.toMatch(/Anna\b|Alice|Mike|short sentence/);
});
