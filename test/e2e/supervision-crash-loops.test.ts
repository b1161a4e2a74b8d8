import type { SessionOptions, SupervisorReport } from 'troupe';
import { hang } from 'troupe/testing';
import { expect, it } from 'vitest';
import { processesUnder } from '../support/processes.js';
import { LAST_WORDS, startControl } from '../support/start-control.js';
import { AT_ONCE, kill, processesOf, supervisedCli } from '../support/supervised-tree.js';
import { failure } from './crash-moments.js';

/** What led to an error, from the first failure on. */
function originOf(error: Error): Error {
  return error.cause instanceof Error ? originOf(error.cause) : error;
}

/** Long enough for the slowest machine. */
const WINDOW = { maxSeconds: 3_600 } as const;

/** A tree that gives up with its victim: the inner supervisor after one restart, the outer one after two. */
function doomed(options: SessionOptions) {
  return {
    name: 'outer',
    maxRestarts: 2,
    ...WINDOW,
    children: [
      {
        type: 'supervisor',
        name: 'inner',
        maxRestarts: 1,
        ...WINDOW,
        ...AT_ONCE,
        children: [{ name: 'bystander' }, { name: 'victim', ...options, ...AT_ONCE }],
      },
    ],
  } as const;
}

/** The failures that were told, in short. */
const inShort = ({ type, supervisor, child }: SupervisorReport): string => `${type} ${supervisor}/${child}`;

const COURSE = [
  'child_terminated {outer}/inner/victim',
  'restart_scheduled {outer}/inner/victim',
  'start_error {outer}/inner/victim',
  'gave_up {outer}/inner/victim',
  // A permanent supervisor that gives up is restarted by its own, and cannot be started.
  'child_terminated {outer}/inner',
  'restart_scheduled {outer}/inner',
  'started {outer}/inner/bystander',
  'start_error {outer}/inner/victim',
  'start_error {outer}/inner',
  'restart_scheduled {outer}/inner',
  'started {outer}/inner/bystander',
  'start_error {outer}/inner/victim',
  'start_error {outer}/inner',
  'gave_up {outer}/inner',
];

const courseOf = (outer: string): string[] => COURSE.map((step) => step.replace('{outer}', outer));

it('a CLI that dies at once is given up, by its supervisor and by the next, and those who wait are told where and why', async () => {
  await using cli = await supervisedCli();
  const starts = startControl(cli.sandbox);
  const sup = await cli.system.startSupervisor(doomed(starts.options));
  const reports: string[] = [];
  sup.on('report', (report) => reports.push(inShort(report)));
  const victim = sup.getSession('victim');
  const bystander = sup.getSession('bystander');
  await Promise.all([victim.query('first'), bystander.query('first')]);
  cli.api.setReply(hang());
  const inFlight = failure(victim.query('in flight'));
  const waiting = failure(victim.query('waiting'));
  await cli.api.waitForRequests(3);
  const gone = failure(sup.done);

  starts.order('die');
  kill(sup, 'victim');
  const told = await waiting;
  expect(await inFlight).toMatchObject({ code: 'crashed', sent: true, restarting: true });

  expect(told).toMatchObject({ code: 'gave_up', path: 'outer/inner/victim', sent: false, restarting: false });
  expect(originOf(told)).toMatchObject({
    code: 'start_failed',
    exitCode: 1,
    stderrTail: expect.stringContaining(LAST_WORDS) as string,
  });
  expect(await gone).toMatchObject({ code: 'gave_up', path: 'outer/inner/victim' });
  expect(reports).toEqual(courseOf('outer'));
  expect(starts.starts).toHaveLength(4);
  expect([sup.state, victim.status, bystander.status]).toEqual(['stopped', 'gaveUp', 'gaveUp']);
  expect(processesUnder(cli.sandbox.root)).toEqual([]);
  expect(cli.api.requests).toHaveLength(3);
});

it('siblings under another supervisor never notice', async () => {
  await using cli = await supervisedCli();
  const starts = startControl(cli.sandbox);
  await using sup = await cli.system.startSupervisor({
    name: 'top',
    children: [
      { ...doomed(starts.options), type: 'supervisor', restart: 'transient' },
      { type: 'supervisor', name: 'others', children: [{ name: 'sibling' }] },
    ],
  });
  const reports: string[] = [];
  sup.on('report', (report) => reports.push(inShort(report)));
  const sibling = sup.getSession('sibling');
  await sibling.query('first');
  const others = cli.system.getSupervisor('others');
  const before = processesOf(others);
  const gone = failure(cli.system.getSupervisor('outer').done);
  starts.order('die');
  kill(sup, 'victim');
  expect(await gone).toMatchObject({ code: 'gave_up', path: 'top/outer/inner/victim' });
  expect(reports).toEqual(courseOf('top/outer'));
  await sibling.query('second');
  expect(cli.api.requests.at(-1)?.userTexts).toEqual(['first', 'second']);
  expect(processesOf(others)).toEqual(before);
  expect([sup.state, others.state]).toEqual(['running', 'running']);
});

it('a CLI that fails too often in a row is given up, however much the budget allows', async () => {
  await using cli = await supervisedCli();
  const starts = startControl(cli.sandbox);
  const sup = await cli.system.startSupervisor({
    name: 'patient',
    maxRestarts: 1_000,
    children: [{ name: 'victim', maxConsecutive: 3, ...starts.options, ...AT_ONCE }],
  });
  const gone = failure(sup.done);
  starts.order('die');
  kill(sup, 'victim');
  const told = await gone;
  expect(told).toMatchObject({
    code: 'gave_up',
    path: 'patient/victim',
    message: expect.stringContaining('maxConsecutive') as string,
  });
  expect(starts.starts).toHaveLength(3);
});
