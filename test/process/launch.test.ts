import { expect, onTestFinished, test } from 'vitest';
import { launch, type NodeProcess } from '../../src/process/launch.js';
import { PATH } from './fixture.js';

test('an error of a pipe is swallowed, also long after the exit', async () => {
  const uncaught: unknown[] = [];
  const record = (error: unknown) => uncaught.push(error);
  process.on('uncaughtException', record);
  onTestFinished(() => void process.off('uncaughtException', record));

  const request = { file: '/bin/sh', arguments: ['-c', ':'], cwd: '/', environment: { PATH } };
  const launched = await launch(request, ({ process }): { process: NodeProcess } => ({ process }));
  await new Promise<void>((resolve) => void launched.process.once('close', resolve));
  await new Promise((resolve) => setTimeout(resolve, 20));
  for (const pipe of [launched.process.stdin, launched.process.stdout, launched.process.stderr]) {
    pipe.emit('error', new Error('EPIPE'));
  }
  expect(uncaught).toEqual([]);
});
