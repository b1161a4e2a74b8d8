import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pathToCli } from '../support/bare-cli.js';
import { processesUnder } from '../support/processes.js';
import { skippingClock } from '../support/skipping-clock.js';
import { LAST_WORDS, startControl } from '../support/start-control.js';
import { changedSince, kill, processesOf, rowOf, supervisedCli } from '../support/supervised-tree.js';
import { until } from '../support/until.js';
import { failure } from './crash-moments.js';

const HOUR = 3_600_000;

/** A tree with a culprit of these options deep in it; `all` are those of each session. */
const around = (options: object, all: object = {}) =>
  ({
    name: 'team',
    children: [
      { name: 'before', ...all },
      {
        type: 'supervisor',
        name: 'pair',
        children: [
          { name: 'beside', ...all },
          { name: 'culprit', ...all, ...options },
        ],
      },
      { name: 'behind', ...all },
    ],
  }) as const;

it('a tree with a CLI that does not exist is not started, says which, and what had been started is gone', async () => {
  await using cli = await supervisedCli();
  const missing = join(cli.sandbox.root, 'no-cli');
  const told = await failure(cli.system.startSupervisor(around({ pathToClaudeCodeExecutable: missing })));
  expect(told).toMatchObject({
    code: 'start_failed',
    path: 'team/pair/culprit',
    cause: { code: 'cli_not_found' },
  });
  expect(told.message).toContain(missing);
  expect(processesUnder(cli.sandbox.root)).toEqual([]);
  for (const name of ['before', 'beside', 'culprit', 'behind'])
    await expect(cli.system.getSession(name).ready()).rejects.toMatchObject({ code: 'not_found' });
  await using sup = await cli.system.startSupervisor(around({}));
  expect(sup.countSessions()).toEqual({ specs: 4, active: 4 });
});

it('a tree with a CLI that dies at once is not started, either, and none is started behind it', async () => {
  await using cli = await supervisedCli();
  const [culprit, behind] = [startControl(cli.sandbox, 'culprit'), startControl(cli.sandbox, 'behind')];
  culprit.order('die');
  const told = await failure(
    cli.system.startSupervisor({
      name: 'team',
      children: [
        { name: 'before' },
        { name: 'culprit', ...culprit.options },
        { name: 'behind', ...behind.options },
      ],
    }),
  );
  expect(told).toMatchObject({ code: 'start_failed', path: 'team/culprit', exitCode: 1 });
  expect(told.stderrTail).toContain(LAST_WORDS);
  expect([culprit.starts.length, behind.starts.length]).toEqual([1, 0]);
  expect(processesUnder(cli.sandbox.root)).toEqual([]);
});

it.each<readonly [fault: string, culprit: object, option: string]>([
  ['an unknown option', { modell: 'sonnet' }, 'children[1].children[1].modell'],
  ['a word that is none', { restart: 'sometimes' }, 'children[1].children[1].restart'],
  ['a name that is there already', { name: 'before' }, 'children[1].children[1].name'],
  ['options that exclude each other', { continue: true, resume: 'x' }, 'children[1].children[1].resume'],
])('a tree with %s is refused with the path to it, and nothing is started', async (_, culprit, option) => {
  await using cli = await supervisedCli();
  const starts = startControl(cli.sandbox);
  const told = await failure(cli.system.startSupervisor(around(culprit, starts.options)));
  expect(told).toMatchObject({ code: 'invalid_option', option });
  expect(processesUnder(cli.sandbox.root)).toEqual([]);
  expect(starts.starts).toEqual([]);
});

it('a CLI that is deleted between a crash and the restart is not waited for, and its siblings go on', async () => {
  const clock = skippingClock();
  await using cli = await supervisedCli({ system: { clock } });
  const link = join(cli.sandbox.root, 'cli');
  symlinkSync(pathToCli(), link);
  await using sup = await cli.system.startSupervisor({
    name: 'team',
    maxRestarts: 1,
    children: [
      { name: 'sibling' },
      {
        ...{ name: 'victim', pathToClaudeCodeExecutable: link },
        backOff: { initial: HOUR, max: HOUR, jitter: 0 },
      },
    ],
  });
  const { sibling = '' } = processesOf(sup);
  kill(sup, 'victim');
  await until(() => rowOf(sup, 'victim').status === 'waiting');
  rmSync(link);
  const waiting = failure(sup.getSession('victim').query('never asked'));
  clock.skip(HOUR);
  const told = await waiting;
  expect(told).toMatchObject({ code: 'cli_not_found', sent: false, restarting: false });
  expect(told.message).toContain(link);
  expect(rowOf(sup, 'victim')).toMatchObject({
    status: 'gaveUp',
    pid: undefined,
    lastError: { code: 'cli_not_found' },
  });
  await sup.getSession('sibling').query('still there?');
  expect(rowOf(sup, 'sibling').restarts).toBe(0);
  await sup.terminateSession('victim');
  expect(changedSince({ sibling }, sup)).toEqual([]);
});
