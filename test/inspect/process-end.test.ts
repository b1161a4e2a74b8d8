import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../support/until.js';
import { connect } from './receiving.js';

const script = fileURLToPath(new URL('lasting-host.ts', import.meta.url));

/** A process that offers an inspector; `exited` is how it ended. */
async function host(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { value: url } = (await lines.next()) as { value: string };
  return { url, exited, lines, endInput: () => child.stdin.end() };
}

test('a process whose inspector was never stopped ends by itself, also while somebody looks', async () => {
  const { url, exited, endInput } = await host();
  const { frames, closed } = await connect(url);
  await until(() => frames.length > 0);
  endInput();
  expect(await exited).toEqual([0, null]);
  await closed;
});

test('stop() is waited for also where nothing else keeps the process alive', async () => {
  const { lines, exited } = await host('stops');
  expect(await lines.next()).toMatchObject({ value: 'stopped' });
  expect(await exited).toEqual([0, null]);
});
