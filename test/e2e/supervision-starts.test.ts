import { expect, it } from 'vitest';
import { startControl } from '../support/start-control.js';
import { supervisedCli } from '../support/supervised-tree.js';
import { until } from '../support/until.js';
import { failure } from './crash-moments.js';

const EIGHT = Array.from({ length: 8 }, (_, index) => `session ${index}`);

it('of eight dynamic sessions two start at a time, and those behind one that hangs come up all the same', async () => {
  await using cli = await supervisedCli({ system: { limits: { maxStarting: 2 } } });
  const starts = startControl(cli.sandbox);
  starts.order('wait');
  const sup = await cli.system.startSupervisor({ type: 'dynamicSupervisor', name: 'crowd' });
  const sessions = EIGHT.map((name) => sup.startSession({ name, ...starts.options }));
  const hangs = await until(() => (starts.waiting.length === 2 ? starts.waiting[0] : undefined));

  // Each that is let go makes room for one: had the gate let in more, they would wait here, too.
  for (let up = 0; up < EIGHT.length - 1; up += 1) {
    const next = await until(() => starts.waiting.find((pid) => pid !== hangs));
    expect(starts.starts).toHaveLength(up + 2);
    starts.letGo(next);
    await until(() => sup.countSessions().active === up + 1);
  }
  expect(starts.waiting).toEqual([hangs]);
  const hanging = sessions.find(({ pid }) => pid === hangs);
  const others = sessions.filter((session) => session !== hanging);
  await Promise.all(others.map((session) => session.query('are you there?')));
  expect(cli.api.requests).toHaveLength(7);

  const never = failure(hanging?.ready() ?? Promise.resolve());
  await sup.stop();
  expect(await never).toMatchObject({ code: 'stopped' });
});
