import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/base/clock.js';
import { spawnChild } from '../../src/process/child.js';
import { processTable } from '../../src/process/process-table.js';
import { SpawnFailure } from '../../src/process/spawn-failure.js';
import { PATH, startFixture } from './fixture.js';

const request = {
  arguments: ['a secret argument'],
  environment: { PATH },
  clock: systemClock,
  onStdout: () => undefined,
  onStderr: () => undefined,
};

test('what was written just before the exit is handed out before the exit is told', async () => {
  for (let run = 0; run < 100; run += 1) {
    const { child, stdout, stderr } = await startFixture('writes-result-then-exits.sh');
    expect(await child.exited).toEqual({ exitCode: 0, signal: undefined });
    expect([stdout(), stderr()]).toEqual(['result\n', 'complaint\n']);
  }
});

test('a last write of 8 MiB arrives whole', async () => {
  const { child, stdout } = await startFixture('huge-last-write-then-exits.sh');
  await child.exited;
  expect(stdout()).toHaveLength(8 * 1024 * 1024);
});

test('input reaches the process, and its end too', async () => {
  const { child, stdout } = await startFixture('echoes-until-eof.sh');
  child.write('one\n');
  child.write('two\n');
  child.endInput();
  expect(await child.exited).toEqual({ exitCode: 3, signal: undefined });
  expect(stdout()).toBe('one\ntwo\n');
});

test('an exit by a signal is told as that signal', async () => {
  const { child } = await startFixture('echoes-until-eof.sh');
  child.kill('SIGKILL');
  expect(await child.exited).toEqual({ exitCode: undefined, signal: 'SIGKILL' });
});

test('a grandchild that holds the pipes does not hold back the exit', async () => {
  const { child, stdout } = await startFixture('exits-while-grandchild-holds-stdout.sh');
  expect(await child.exited).toEqual({ exitCode: 0, signal: undefined });
  expect(stdout()).toMatch(/^\d+\n$/);
});

test('the process sees the given environment and the marker, and nothing of the host', async () => {
  process.env['OF_THE_HOST'] = 'yes';
  onTestFinished(() => {
    delete process.env['OF_THE_HOST'];
  });
  const { child, stdout } = await startFixture('prints-environment.sh');
  await child.exited;
  const names = stdout()
    .split('\n')
    .map((line) => line.split('=')[0]);
  expect(names).toContain('PATH');
  expect(names).not.toContain('OF_THE_HOST');
  expect(stdout()).toContain(`TROUPE_SPAWN=${child.tree.marker}\n`);
});

test.each([
  ['an executable that does not exist', { file: '/no/such/program', cwd: '/' }, 'ENOENT', 'file'],
  ['a command that is not on the PATH', { file: 'no-such-program', cwd: '/' }, 'ENOENT', 'file'],
  ['a file that is not executable', { file: '/etc/passwd', cwd: '/' }, 'EACCES', 'file'],
  ['a directory that does not exist', { file: '/bin/sh', cwd: '/no/such/directory' }, 'ENOENT', 'cwd'],
  ['a directory that is a file', { file: '/bin/sh', cwd: '/etc/passwd' }, 'ENOTDIR', 'cwd'],
  [
    'arguments that are too long',
    { file: '/bin/sh', cwd: '/', arguments: ['a secret'.repeat(100_000)] },
    'E2BIG',
    'file',
  ],
  ['arguments that are invalid', { file: '/bin/sh', cwd: '/', arguments: ['a secret\0'] }, 'UNKNOWN', 'file'],
] as const)(
  '%s is a spawn failure that names code and path, and tells no argument',
  async (_, what, code, obstacle) => {
    const failure: unknown = await spawnChild({ ...request, ...what }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SpawnFailure);
    expect(failure).toMatchObject({ code, obstacle, path: obstacle === 'cwd' ? what.cwd : what.file });
    expect((failure as SpawnFailure).cause).toBeUndefined();
    expect(`${JSON.stringify(failure)} ${(failure as SpawnFailure).message}`).not.toContain('secret');
    expect(processTable.list()).toEqual([]);
  },
);

test('writing 10 MB to a process that closed its stdin hurts nobody, and the rest of its output arrives', async () => {
  const uncaught: unknown[] = [];
  const record = (error: unknown) => uncaught.push(error);
  process.on('uncaughtException', record).on('unhandledRejection', record);
  onTestFinished(() => void process.off('uncaughtException', record).off('unhandledRejection', record));

  const { child, line, stdout } = await startFixture('closes-stdin-then-writes.sh');
  await line(0);
  child.write('x'.repeat(10_000_000));
  await line(1);
  child.write('after the end');
  child.endInput();
  child.endInput();
  expect(await child.exited).toEqual({ exitCode: 0, signal: undefined });
  child.write('after the exit');
  child.endInput();
  child.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(stdout()).toBe('closed\nend\n');
  expect(uncaught).toEqual([]);
});
