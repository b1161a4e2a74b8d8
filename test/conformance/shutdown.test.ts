import type { Shutdown, SupervisorReport } from 'troupe';
import { describe, expect, test } from 'vitest';
import { stage } from '../session/live-fixture.js';

type Manners = 'polite' | 'deaf';

/** One session, which obeys when it is asked to end or does not, and what is reported of its stop. */
async function supervised(shutdown: Shutdown, manners: Manners, type: 'supervisor' | 'dynamicSupervisor') {
  const { system, clock, backend, settle } = stage();
  backend.behave({ ignoresStop: manners === 'deaf' });
  const supervisor = await system.startSupervisor({ name: 'top', type });
  await supervisor.startChild({ name: 'a', shutdown, restart: 'temporary' });
  const reports: SupervisorReport['type'][] = [];
  supervisor.on('report', ({ type }) => reports.push(type));
  const [cli] = backend.adapters;
  return { supervisor, clock, settle, reports, isRunning: () => cli?.running, crash: () => cli?.crash() };
}

/** How long it takes until the process is gone, in ms of the clock; `undefined` where that is longer than an hour. */
async function timeToStop(child: Awaited<ReturnType<typeof supervised>>, stop: () => Promise<void>) {
  const from = child.clock.now();
  const stopped = stop();
  await child.settle();
  for (let time = 0; time <= 3_600_000; time = time < 6000 ? time + 50 : time * 2) {
    await child.clock.advance(from + time - child.clock.now());
    if (child.isRunning() === false) return stopped.then(() => time);
  }
  return undefined;
}

describe.each(['supervisor', 'dynamicSupervisor'] as const)('the shutdown of a child of a %s', (type) => {
  test('S29, supervisor_SUITE 19 sup_stop_brutal_kill, supervisor_SUITE 20 sup_stop_brutal_kill_dynamic, dynamic_supervisor_test 31 terminate: brutal kill, dynamic_supervisor_test 39 terminate_child brutal: when it is brutal_kill, it is killed at once, and nothing is reported', async () => {
    for (const verb of ['terminateChild', 'stop'] as const) {
      const child = await supervised('brutal_kill', 'deaf', type);
      expect(await timeToStop(child, () => child.supervisor[verb]('a'))).toBe(0);
      expect(child.reports).toEqual([]);
    }
  });

  test('S29, S122, supervisor_SUITE 17 sup_stop_timeout, supervisor_SUITE 18 sup_stop_timeout_dynamic, dynamic_supervisor_test 36 expired integer shutdown: when it is a time, one that does not obey is killed after it, which is reported', async () => {
    const child = await supervised(1000, 'deaf', type);
    const time = await timeToStop(child, () => child.supervisor.stop());
    // The last of it is left for the kill.
    expect(time).toBeGreaterThanOrEqual(800);
    expect(time).toBeLessThanOrEqual(1000);
    expect(child.reports).toEqual(['shutdown_error']);
  });

  test('S29, dynamic_supervisor_test 34 integer shutdown, dynamic_supervisor_test 35 integer, abnormal reason: one that obeys is not kept waiting', async () => {
    const child = await supervised(1000, 'polite', type);
    expect(await timeToStop(child, () => child.supervisor.terminateChild('a'))).toBe(0);
    expect(child.reports).toEqual([]);
  });

  test('S29, supervisor_SUITE 16 sup_stop_infinity, dynamic_supervisor_test 32 terminate: infinity: when it is infinity, it is waited for, however long', async () => {
    const polite = await supervised('infinity', 'polite', type);
    expect(await timeToStop(polite, () => polite.supervisor.stop())).toBe(0);
    expect(polite.reports).toEqual([]);

    const deaf = await supervised('infinity', 'deaf', type);
    expect(await timeToStop(deaf, () => deaf.supervisor.stop())).toBeUndefined();
    deaf.crash();
    await deaf.supervisor.stop();
    expect(deaf.isRunning()).toBe(false);
  });
});

test('S32, dynamic_supervisor_test 38 mixed children: each child of a dynamic supervisor has its own shutdown', async () => {
  const { system, clock, backend } = stage();
  backend.behave({ ignoresStop: true });
  const pool = await system.startSupervisor({ name: 'pool', type: 'dynamicSupervisor' });
  for (const shutdown of [600, 'brutal_kill', 300] as const)
    await pool.startChild({ name: `${shutdown}`, shutdown });
  const running = () => backend.adapters.map((cli) => cli.running);
  const stopped = pool.stop();
  await clock.advance(0);
  expect(running()).toEqual([true, false, true]);
  await clock.advance(300);
  expect(running()).toEqual([true, false, false]);
  await clock.advance(300);
  expect(running()).toEqual([false, false, false]);
  await stopped;
});

describe('stop', () => {
  test('S37: of a nested supervisor is final, which in OTP it is not', async () => {
    const { system, clock } = stage();
    const top = await system.startSupervisor({
      name: 'top',
      children: [{ type: 'supervisor', name: 's', children: [{ name: 'a' }] }],
    });
    await system.getSupervisor('s').stop();
    await clock.advance(600_000);
    expect(top.whichChildren()).toMatchObject([{ id: 's', status: 'stopped' }]);
    await top.restartChild('s');
    expect(system.getSession('a').status).toBe('idle');
  });

  test('S37, S71: of a session is final, also when its supervisor is restarted; deleting it is, too', async () => {
    const { system, clock, backend } = stage();
    await system.startSupervisor({
      name: 'top',
      children: [
        {
          type: 'supervisor',
          name: 's',
          maxRestarts: 0,
          children: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
        },
      ],
    });
    const inner = system.getSupervisor('s');
    await system.getSession('a').stop();
    await inner.terminateSession('b');
    backend.adapters.at(-1)?.crash();
    await clock.advance(600);
    expect(inner.whichChildren()).toMatchObject([
      { id: 'a', status: 'stopped' },
      { id: 'c', status: 'running' },
    ]);
  });

  test('supervisor_test 10 start_link/3: has been done when its promise resolves', async () => {
    const { system, backend } = stage();
    const top = await system.startSupervisor({ name: 'top', children: [{ name: 'a' }, { name: 'b' }] });
    expect(await system.getSession('a').stream('hello').finalText()).toBe('ok');
    await top.stop();
    expect(backend.adapters.map((cli) => cli.running)).toEqual([false, false]);
  });
});
