import { expect, test } from 'vitest';
import type { Logger, SupervisorReport } from 'troupe';
import { SessionError } from '../../src/errors/session-error.js';
import type { CoreReport } from '../../src/supervisor/core/effect.js';
import { logReport, reportOf } from '../../src/supervisor/reports.js';
import { cameTo, grow, sessions } from './fixture.js';
import { exitBy } from './slots.js';

const error = new SessionError('crashed', 'The CLI ended.', {
  signal: 'SIGKILL',
  stderrTail: 'sk-ant-secret',
  result: { type: 'result', subtype: 'success', is_error: true, result: 'the answer' },
});
const exit = exitBy(error);
const of = { child: 'a', incarnation: 2 } as const;

test.each<[report: CoreReport, facts: Partial<SupervisorReport>]>([
  [{ type: 'started', ...of }, {}],
  [{ type: 'auto_shutdown', ...of }, {}],
  [{ type: 'child_terminated', ...of, exit }, { reason: error }],
  [{ type: 'start_error', ...of, exit }, { reason: error }],
  [{ type: 'shutdown_error', ...of, exit }, { reason: error }],
  [{ type: 'child_gave_up', ...of, exit }, { reason: error }],
  [
    { type: 'restart_scheduled', ...of, at: 150, failures: 2 },
    { delay: 50, failures: 2 },
  ],
  [
    { type: 'gave_up', ...of, exit, limit: 'maxRestarts' },
    { reason: error, limit: 'maxRestarts' },
  ],
])('%o is told with the facts that belong to it, and no others', (report, facts) => {
  expect(reportOf(report, 'top', 100)).toEqual({
    type: report.type,
    supervisor: 'top',
    child: 'a',
    incarnation: 2,
    ...facts,
  });
});

/** A logger that keeps what it is given. */
function notebook() {
  const lines: [level: string, message: string, facts: unknown][] = [];
  const on = (level: string) => (message: string, facts?: object) => void lines.push([level, message, facts]);
  const logger: Logger = { debug: on('debug'), warn: on('warn'), error: on('error') };
  return { logger, lines };
}

test.each<[type: SupervisorReport['type'], level: string]>([
  ['started', 'debug'],
  ['restart_scheduled', 'debug'],
  ['auto_shutdown', 'debug'],
  ['child_terminated', 'warn'],
  ['start_error', 'warn'],
  ['shutdown_error', 'warn'],
  ['child_gave_up', 'error'],
  ['gave_up', 'error'],
])('%s is logged as %s, with facts and without what the CLI has said', (type, level) => {
  const { logger, lines } = notebook();
  // Of no kind are all of these known; the log does not mind.
  const report: object = { type, supervisor: 'top', child: 'a', incarnation: 2, delay: 50, reason: error };
  logReport(logger, report as SupervisorReport);
  expect(lines).toEqual([
    [
      level,
      `Supervisor 'top', child 'a': ${type}.`,
      {
        ...{ incarnation: 2, delay: 50, code: 'crashed', reason: 'The CLI ended.' },
        ...{ exitCode: undefined, signal: 'SIGKILL' },
      },
    ],
  ]);
});

test('each report of a tree is logged once, and told by the supervisor it is of and by those above', async () => {
  const { logger, lines } = notebook();
  const { system, told, crash, clock } = await grow(
    {
      name: 'top',
      children: [{ type: 'supervisor', name: 'inner', children: sessions('a') }, ...sessions('b')],
    },
    undefined,
    { logger },
  );
  const heard: string[] = [];
  system.getSupervisor('inner').on('report', ({ type, child }) => heard.push(`${type} ${child}`));
  lines.length = 0;
  await crash('a');
  await crash('b');
  await clock.advance(600);
  const life = (path: string) => [`child_terminated ${path}#1`, `restart_scheduled ${path}#1`];
  const all = [...life('top/inner/a'), ...life('top/b')];
  expect(told.slice(0, 4)).toEqual(all);
  expect(told.slice(4).sort()).toEqual(['started top/b#2', 'started top/inner/a#2']);
  expect(heard).toEqual(['child_terminated a', 'restart_scheduled a', 'started a']);
  expect(lines).toHaveLength(6);
});

test('neither a prompt nor an answer nor a secret of the environment is logged', async () => {
  const { logger, lines } = notebook();
  const { sup, cliOf, clock } = await grow(
    { name: 'top', maxRestarts: 1, children: [{ name: 'a', env: { ANTHROPIC_API_KEY: 'sk-ant-secret' } }] },
    ({ text }) => `the answer to ${text}`,
    { logger },
  );
  const done = cameTo(sup.done);
  for (const round of [1, 2]) {
    await sup.getSession('a').query(`the question ${round}`);
    cliOf('a').crash({ exitCode: 3, stderrTail: 'last words, and sk-ant-secret' });
    await clock.advance(1_000);
  }
  expect(await done).toBe('gave_up');
  expect(lines.length).toBeGreaterThan(4);
  const logged = JSON.stringify(lines);
  for (const each of ['the answer', 'the question', 'sk-ant-secret']) expect(logged).not.toContain(each);
});
