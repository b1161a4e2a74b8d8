import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionSpec, SupervisorReport } from 'troupe';
import { projectKey } from 'troupe/history';
import { expect, it } from 'vitest';
import { skippingClock } from '../support/skipping-clock.js';
import { changedSince, kill, processesOf, rowOf, supervisedCli } from '../support/supervised-tree.js';
import { until } from '../support/until.js';
import { failure } from './crash-moments.js';

const HOUR = 3_600_000;

/** A session that waits for its restart, from which its transcript was taken meanwhile, and a sibling. */
async function robbed(spec: Pick<SessionSpec, 'whenContextLost'> = {}) {
  const clock = skippingClock();
  const cli = await supervisedCli({ system: { clock } });
  const sup = await cli.system.startSupervisor({
    name: 'team',
    children: [
      { name: 'victim', backOff: { initial: HOUR, max: HOUR, jitter: 0 }, ...spec },
      { name: 'sibling' },
    ],
  });
  const reports: SupervisorReport[] = [];
  sup.on('report', (report) => reports.push(report));
  const victim = sup.getSession('victim');
  await victim.query('first');
  await sup.getSession('sibling').query('of the sibling');
  const lost = victim.sessionId ?? '';
  const before = processesOf(sup);
  kill(sup, 'victim');
  await until(() => rowOf(sup, 'victim').status === 'waiting');
  rmSync(join(cli.sandbox.configDir, 'projects', projectKey(cli.sandbox.cwd), `${lost}.jsonl`));
  return {
    cli,
    sup,
    victim,
    lost,
    before,
    reports,
    comeBack: () => clock.skip(HOUR),
    [Symbol.asyncDispose]: () => cli[Symbol.asyncDispose](),
  };
}

it('a session whose transcript is gone gives up, says which, and its siblings go on', async () => {
  await using all = await robbed();
  const { cli, sup, victim, lost, before } = all;
  const waiting = failure(victim.query('second'));
  all.comeBack();
  const told = { code: 'context_lost', sessionId: lost, sent: false, restarting: false };
  expect(await waiting).toMatchObject(told);
  expect(await failure(victim.query('third'))).toMatchObject(told);
  expect(await failure(victim.ready())).toMatchObject({ code: 'context_lost', sessionId: lost });
  expect(rowOf(sup, 'victim')).toMatchObject({ status: 'gaveUp', lastError: { code: 'context_lost' } });
  expect(all.reports.at(-1)).toMatchObject({
    type: 'child_gave_up',
    child: 'victim',
    reason: { code: 'context_lost' },
  });
  await sup.getSession('sibling').query('again');
  expect(cli.api.requests.at(-1)?.userTexts).toEqual(['of the sibling', 'again']);
  const { sibling = '' } = before;
  await sup.terminateSession('victim');
  expect(changedSince({ sibling }, sup)).toEqual([]);
  expect(sup.state).toBe('running');
});

it('where its spec allows that, it begins a new conversation instead, and says which was lost', async () => {
  await using all = await robbed({ whenContextLost: 'fresh' });
  const { cli, sup, victim, lost, before } = all;
  const told: string[] = [];
  victim.on('contextLost', (id) => told.push(id));
  const waiting = victim.query('second');
  all.comeBack();
  const { session_id: fresh } = await waiting;
  expect(told).toEqual([lost]);
  expect(cli.api.requests.at(-1)?.userTexts).toEqual(['second']);
  expect(victim.sessionId).toBe(fresh);
  expect(fresh).not.toBe(lost);
  expect(changedSince(before, sup)).toEqual(['victim']);
});
