import { expect, test, vi } from 'vitest';
import type { step as decide } from '../../src/supervisor/core/step.js';
import { cameTo, grow, sessions } from './fixture.js';

const faults = vi.hoisted(() => ({ armed: false }));

vi.mock('../../src/supervisor/core/step.js', async (original) => {
  const { step } = await original<{ readonly step: typeof decide }>();
  return {
    step: (...known: Parameters<typeof step>) => {
      const [, event] = known;
      // A bug that only shows when this child exits.
      if (faults.armed && event.type === 'child.exited' && event.id === 'fatal') throw new Error('a bug');
      return step(...known);
    },
  };
});

test('a nested supervisor that breaks leaves nothing behind, and its own restarts it, with the queries that waited', async () => {
  faults.armed = true;
  const all = await grow({
    name: 'top',
    children: [
      { type: 'supervisor', name: 'inner', backOff: { initial: 10 }, children: sessions('a fatal') },
      ...sessions('bystander'),
    ],
  });
  const bystander = all.cliOf('bystander').pid;
  all.cliOf('a').behave({ takesUpAfter: 1_000 });
  const [inFlight, waiting] = ['first', 'second'].map((text) => all.sup.getSession('a').query(text));
  await all.settle();
  await all.crash('fatal');
  expect(all.fares()).toEqual(['a waiting', 'fatal waiting', 'bystander idle']);
  await expect(inFlight).rejects.toMatchObject({ sent: true, restarting: true });
  expect(all.told).toContain('child_terminated top/inner#1');
  faults.armed = false;
  await all.clock.advance(100);
  expect(await waiting).toMatchObject({ result: 're: second' });
  expect(all.fares()).toEqual(['a idle', 'fatal idle', 'bystander idle']);
  expect(all.cliOf('bystander').pid).toBe(bystander);
  expect(all.backend.adapters.filter(({ running }) => running)).toHaveLength(3);
});

test('one without a supervisor of its own ends, with all it had, and says why', async () => {
  faults.armed = true;
  const all = await grow({ name: 'top', children: sessions('a fatal') });
  const asked = cameTo(all.sup.getSession('a').query('hello'));
  const [a, fatal] = [all.sup.getSession('a'), all.sup.getSession('fatal')];
  await all.crash('fatal');
  expect(await cameTo(all.sup.done)).toBe('crashed');
  expect([await asked, a.status, fatal.status]).toEqual(['crashed', 'stopped', 'stopped']);
  expect(all.backend.adapters.filter(({ running }) => running)).toEqual([]);
  expect(all.clock.pending).toBe(0);
  faults.armed = false;
  expect((await all.system.startSupervisor({ name: 'top', children: sessions('a fatal') })).state).toBe(
    'running',
  );
});

test('a session that is stopped by hand while its supervisor breaks stays down when that is restarted', async () => {
  faults.armed = true;
  const all = await grow({
    name: 'top',
    children: [
      { type: 'supervisor', name: 'inner', backOff: { initial: 10 }, children: sessions('a fatal') },
    ],
  });
  all.cliOf('a').behave({ ignoresStop: true });
  const { pid } = all.cliOf('a');
  all.cliOf('fatal').crash();
  const inner = all.system.getSupervisor('inner');
  await vi.waitUntil(() => inner.state !== 'running');
  const stopped = cameTo(all.sup.getSession('a').stop());
  await all.settle();
  faults.armed = false;
  await all.clock.advance(100);
  expect(await stopped).toBeUndefined();
  expect(all.fares()).toEqual(['a stopped', 'fatal idle']);
  expect(all.backend.adapters.filter((cli) => cli.pid === pid && cli.running)).toEqual([]);
});
