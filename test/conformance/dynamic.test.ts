import { describe, expect, test } from 'vitest';
import type { Flags } from '../../src/supervisor/core/spec.js';
import { exit, supervisor, worker, type SimulatedChild } from './children.js';
import { supervise } from './supervised.js';

/** A dynamic supervisor to which these children were added. */
function pool(children: readonly SimulatedChild[], flags: Partial<Flags> = {}) {
  const top = supervise([], { kind: 'dynamicSupervisor', ...flags });
  for (const child of children) top.startChild(child);
  top.world.news();
  return top;
}

const backOff = { initial: 1000, factor: 1, max: 1000, jitter: 0 };

test('S32, supervisor_SUITE 37 simple_one_for_one_shutdown: all children are stopped at once', () => {
  const top = pool([100, 300, 200].map((stopsIn) => worker(`in ${stopsIn}`, { stopsIn })));
  top.stop();
  expect(top.world.news()).toHaveLength(3);
  top.world.advance(299);
  expect(top.ending).toBeUndefined();
  top.world.advance(1);
  expect(top.ending).toEqual({ why: 'stopped' });
});

test('supervisor_SUITE 22 sup_stop_non_shutdown_exit_dynamic, dynamic_supervisor_test 33 infinity, abnormal reason, dynamic_supervisor_test 37 permanent + normal reason: it ends as it was asked to, however its children do', () => {
  const children = (['permanent', 'transient', 'temporary'] as const).flatMap((restart) =>
    (['normal', 'shutdown', 'abnormal'] as const).map((kind) =>
      worker(`${restart} ${kind}`, { restart, stopsWith: exit(kind) }),
    ),
  );
  const top = pool(children);
  top.stop();
  expect(top.world.news().at(-1)).toBe('top ended: stopped');
  for (const { spec } of children) expect(top.starts(spec.id)).toBe(1);
});

describe('its children', () => {
  test('S124, S32, dynamic_supervisor_test 12 map spec: are started side by side: one that hangs keeps no other waiting', () => {
    const top = pool([worker('a', { starts: ['hangs'] })]);
    expect(top.startChild(worker('b')).answer).toBe('ok');
    expect(top.list()).toEqual(['a starting', 'b running']);
  });

  test('S61, supervisor_SUITE 35 simple_one_for_one: are restarted each by itself, from one budget', () => {
    const top = pool([worker('a'), worker('b')], { maxRestarts: 2 });
    top.die('a');
    top.die('b');
    expect(top.world.news()).toEqual(['start a', 'start b']);
    top.die('b');
    expect(top.world.news()).toEqual(['stop a', 'top ended: gave_up']);
  });

  test('supervisor_SUITE 40 simple_one_for_one_escalation, dynamic_supervisor_test 28 maximum intensity when trying again: take it down when one of them never starts again', () => {
    const top = pool([worker('a', { starts: ['up', 'fails'] }), worker('b')], { maxRestarts: 10 });
    top.die('a');
    expect(top.world.news()).toEqual([...Array<string>(10).fill('start a'), 'stop b', 'top ended: gave_up']);
  });

  test('dynamic_supervisor_test 26 child is restarted when trying again, dynamic_supervisor_test 27 child triggers maximum restarts: are tried again within the budget', () => {
    const within = pool([worker('a', { starts: ['up', 'fails', 'up'] })], { maxRestarts: 2 });
    within.die('a');
    expect(within.count()).toBe('1/1/0/1');
    const beyond = pool([worker('a', { starts: ['up', 'fails', 'up'] })], { maxRestarts: 1 });
    beyond.die('a');
    expect(beyond.ending?.why).toBe('gave_up');
  });

  test.each(['normal', 'shutdown', 'abnormal'] as const)(
    'dynamic_supervisor_test 19 temporary not restarted regardless of reason, dynamic_supervisor_test 20 transient restarted unless normal/shutdown, dynamic_supervisor_test 21 permanent restarted regardless: are restarted or gone after an end that was %s',
    (kind) => {
      const top = pool(
        (['permanent', 'transient', 'temporary'] as const).map((restart) => worker(restart, { restart })),
      );
      top.die(['permanent', 'transient', 'temporary'], kind);
      const expected =
        kind === 'abnormal' ? ['permanent running', 'transient running'] : ['permanent running'];
      expect(top.list()).toEqual(expected);
    },
  );

  test('S84, supervisor_SUITE 12 sup_start_child_returns_error_simple, dynamic_supervisor_test 16 different returns, dynamic_supervisor_test 17 throw/error/exit in start: are not kept when they cannot be started', () => {
    const top = pool([]);
    expect(top.startChild(worker('a', { starts: ['fails'] })).answer).toBe('start_failed: no start');
    expect(top.count()).toBe('0/0/0/0');
    expect(top.startChild(worker('a')).answer).toBe('ok');
  });

  test('dynamic_supervisor_test 22 restarted with different values: are restarting while that fails, and counted', () => {
    const top = pool([worker('a', { backOff, starts: ['up', 'fails', 'up'] })]);
    top.die('a');
    top.world.advance(1000);
    expect([...top.list(), top.count()]).toEqual(['a restarting', '1/0/0/1']);
    top.world.advance(1000);
    expect([...top.list(), top.count()]).toEqual(['a running', '1/1/0/1']);
  });
});

describe('maxChildren', () => {
  test('S124, dynamic_supervisor_test 18 max_children 0: limits how many there are', () => {
    expect(pool([], { maxChildren: 0 }).startChild(worker('a')).answer).toBe('max_children');
    const top = pool([worker('a')], { maxChildren: 1 });
    expect(top.startChild(worker('b')).answer).toBe('max_children');
    expect(top.startChild(worker('a')).answer).toBe('already_started');
    top.terminateChild('a');
    expect(top.startChild(worker('b')).answer).toBe('ok');
  });

  test('S124, dynamic_supervisor_test 23 restarting on init children counted in max_children, dynamic_supervisor_test 24 restarting on exit children counted: counts those that restart, and those that start', () => {
    const restarting = pool([worker('a', { backOff })], { maxChildren: 1 });
    restarting.die('a');
    expect(restarting.startChild(worker('b')).answer).toBe('max_children');
    restarting.world.advance(1000);
    expect(restarting.startChild(worker('b')).answer).toBe('max_children');

    const starting = pool([worker('a', { starts: ['hangs'] })], { maxChildren: 1 });
    expect(starting.startChild(worker('b')).answer).toBe('max_children');
  });
});

describe('terminateChild', () => {
  test('S93, supervisor_SUITE 24 child_adm_simple, dynamic_supervisor_test 40 terminate_child integer: stops a child for good', () => {
    const top = pool([worker('a', { stopsIn: 100 }), worker('b')]);
    expect(top.count()).toBe('2/2/0/2');
    const stopped = top.terminateChild('a');
    top.world.advance(100);
    expect(stopped.answer).toBe('ok');
    for (const call of [top.terminateChild('a'), top.restartChild('a'), top.deleteChild('a')])
      expect(call.answer).toBe('not_found');
    expect([...top.list(), top.count()]).toEqual(['b running', '1/1/0/1']);
  });

  test('dynamic_supervisor_test 41 terminate_child of a restarting child, supervisor_SUITE 82 hanging_restart_loop_simple: ends the retries', () => {
    const top = pool([worker('a', { backOff, starts: ['up', 'fails'] })], { maxRestarts: 100 });
    top.die('a');
    top.world.advance(5000);
    expect([...top.list(), top.count()]).toEqual(['a restarting', '1/0/0/1']);
    expect(top.restartChild('a').answer).toBe('restarting');
    expect(top.deleteChild('a').answer).toBe('restarting');
    expect(top.terminateChild('a').answer).toBe('ok');
    expect(top.terminateChild('a').answer).toBe('not_found');
    expect(top.count()).toBe('0/0/0/0');
    expect(top.world.timers).toBe(0);
  });
});

test('S95, supervisor_SUITE 73 count_restarting_children: those that restart are counted, and not as active', () => {
  const flaky = (id: string) => worker(id, { backOff, starts: ['up', 'fails', 'up'] });
  const top = pool([flaky('a'), flaky('b'), worker('c')], { maxRestarts: 100 });
  top.die(['a', 'b']);
  expect(top.count()).toBe('3/1/0/3');
  top.world.advance(2000);
  expect(top.count()).toBe('3/3/0/3');
  for (const [id, counts] of [
    ['a', '2/2/0/2'],
    ['b', '1/1/0/1'],
    ['c', '0/0/0/0'],
  ] as const) {
    top.terminateChild(id);
    expect(top.count()).toBe(counts);
  }
});

test('supervisor_SUITE 93 which_children_simple_one_for_one: its list goes with what is started and stopped', () => {
  const top = pool([worker('b'), worker('a')]);
  expect(top.list()).toEqual(['b running', 'a running']);
  top.terminateChild('b');
  top.startChild(worker('b'));
  expect(top.list()).toEqual(['a running', 'b running']);
});

test('dynamic_supervisor_test 1 can be supervised directly: a dynamic supervisor is a child like any other', () => {
  const top = supervise([supervisor('pool', [], { kind: 'dynamicSupervisor' })]);
  expect(top.at('pool').list()).toEqual([]);
  expect(top.at('pool').startChild(worker('a')).answer).toBe('ok');
  expect(top.count()).toBe('1/1/1/0');
});
