import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { fixturePath, isAlive, until } from './fixture.js';

const runHost = async (name: string) =>
  Number((await promisify(execFile)(process.execPath, ['--import', 'tsx', fixturePath(name)])).stdout);

test('a child dies with a host that exits', async () => {
  const child = await runHost('host-exits-with-child-running.ts');
  expect(child).toBeGreaterThan(1);
  await until(() => !isAlive(child));
});

test('once its child has exited nothing keeps a host alive', async () => {
  const grandchild = await runHost('host-whose-child-left-a-grandchild.ts');
  expect(isAlive(grandchild)).toBe(true);
  process.kill(grandchild, 'SIGKILL');
});
