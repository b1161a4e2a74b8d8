import { describe, expect, test } from 'vitest';
import { exit, supervisor, worker, type SimulatedChild } from './children.js';
import { supervise } from './supervised.js';

/** Five running children, whose ids are not in the order of the alphabet. */
function five(changes: Partial<Record<string, SimulatedChild>> = {}): SimulatedChild[] {
  return ['k1', 'k5', 'k3', 'k2', 'k4'].map((id) => changes[id] ?? worker(id));
}

describe('one_for_one', () => {
  test('S51, supervisor_SUITE 30 one_for_one: only the child that failed is started again', () => {
    const top = supervise([worker('a'), worker('b')], { maxRestarts: 2 });
    top.world.news();
    top.die('a');
    expect(top.world.news()).toEqual(['start a']);
    top.die('b');
    expect(top.world.news()).toEqual(['start b']);
    top.die('b');
    expect(top.world.news()).toEqual(['stop a', 'top ended: gave_up']);
  });
});

describe('one_for_all', () => {
  test('S52, supervisor_SUITE 32 one_for_all: the others are stopped in reverse start order, then all are started in order', () => {
    const top = supervise(five(), { strategy: 'one_for_all', maxRestarts: 2 });
    top.world.news();
    top.die('k3');
    expect(top.world.news()).toEqual([
      ...['stop k4', 'stop k2', 'stop k5', 'stop k1'],
      ...['start k1', 'start k5', 'start k3', 'start k2', 'start k4'],
    ]);
    top.die('k1');
    top.world.news();
    top.die('k4');
    expect(top.world.news()).toEqual(['stop k2', 'stop k3', 'stop k5', 'stop k1', 'top ended: gave_up']);
  });

  test('S52: nothing is started before all are dead, and each only when the one before it is up', () => {
    const top = supervise(
      [worker('a', { stopsIn: 10 }), worker('b', { starts: ['up', 'hangs'] }), worker('c')],
      {
        strategy: 'one_for_all',
      },
    );
    top.world.news();
    top.die('c');
    expect(top.world.news()).toEqual(['stop b', 'stop a']);
    expect(top.list()).toEqual(['a restarting', 'b restarting', 'c restarting']);
    top.world.advance(10);
    expect(top.world.news()).toEqual(['start a', 'start b']);
    top.comesUp('b');
    expect(top.world.news()).toEqual(['start c']);
  });
});

describe('rest_for_one', () => {
  test('S53, supervisor_SUITE 87 order_of_children: those after the failed one are stopped in reverse, then it and they are started in order', () => {
    const top = supervise(five(), { strategy: 'rest_for_one' });
    expect(top.world.news()).toEqual([
      'start k1',
      'start k5',
      'start k3',
      'start k2',
      'start k4',
      'top started',
    ]);
    top.die('k3');
    expect(top.world.news()).toEqual(['stop k4', 'stop k2', 'start k3', 'start k2', 'start k4']);
    top.stop();
    expect(top.world.news()).toEqual([
      ...['stop k4', 'stop k2', 'stop k3', 'stop k5', 'stop k1'],
      'top ended: stopped',
    ]);
  });

  test('S53, supervisor_SUITE 41 rest_for_one: those before the failed one keep their incarnations', () => {
    const top = supervise([worker('a'), worker('b'), worker('c')], {
      strategy: 'rest_for_one',
      maxRestarts: 2,
    });
    top.die('b');
    expect(['a', 'b', 'c'].map((id) => top.starts(id))).toEqual([1, 2, 2]);
    top.die('c');
    expect(['a', 'b', 'c'].map((id) => top.starts(id))).toEqual([1, 2, 3]);
    top.die('b');
    expect(top.ending).toMatchObject({ why: 'gave_up', child: 'b' });
  });
});

describe.each(['one_for_all', 'rest_for_one'] as const)('a group restart under %s', (strategy) => {
  test.each(['normal', 'shutdown'] as const)(
    'S54: is not called for by a transient child whose end was %s',
    (kind) => {
      const top = supervise([worker('a', { restart: 'transient' }), worker('b')], { strategy });
      top.world.news();
      top.die('a', kind);
      expect(top.world.news()).toEqual([]);
    },
  );

  test('S54: nor by a temporary child, however it ends', () => {
    const top = supervise([worker('a', { restart: 'temporary' }), worker('b')], { strategy });
    top.world.news();
    top.die('a');
    expect(top.world.news()).toEqual([]);
    expect(top.list()).toEqual(['b running']);
  });

  test('S55, supervisor_SUITE 78 temporary_bystander: removes temporary siblings, and leaves the order of the others', () => {
    const top = supervise([worker('a'), worker('b', { restart: 'temporary' }), worker('c')], { strategy });
    top.world.news();
    top.die('a', 'normal');
    expect(top.world.news()).toEqual(['stop c', 'stop b', 'start a', 'start c']);
    expect(top.list()).toEqual(['a running', 'c running']);
  });

  test('S55: removes a temporary sibling that dies by itself before it is stopped', () => {
    const top = supervise(
      [worker('a'), worker('b', { restart: 'temporary' }), worker('c', { stopsIn: 10 })],
      { strategy },
    );
    top.die('a');
    top.die('b');
    top.world.advance(10);
    expect(top.list()).toEqual(['a running', 'c running']);
    expect(top.starts('b')).toBe(1);
  });

  test('S56: starts a transient sibling that had ended normally', () => {
    const top = supervise([worker('a'), worker('b', { restart: 'transient' })], { strategy });
    top.die('b', 'normal');
    top.world.news();
    top.die('a');
    expect(top.world.news()).toEqual(['start a', 'start b']);
  });

  test('S56: does not start a sibling that was stopped by hand, which OTP would', () => {
    const top = supervise([worker('a'), worker('b'), worker('c')], { strategy });
    top.terminateChild('b');
    top.world.news();
    top.die('a');
    expect(top.world.news()).toEqual(['stop c', 'start a', 'start c']);
    expect(top.list()).toEqual(['a running', 'b stopped', 'c running']);
  });

  test('S57: costs one unit of the budget, however many children it has', () => {
    const top = supervise(five(), { strategy, maxRestarts: 1 });
    top.die('k1');
    expect(top.ending).toBeUndefined();
    top.die('k1');
    expect(top.ending).toMatchObject({ why: 'gave_up', child: 'k1' });
  });
});

test('S56: rest_for_one starts only those after the failed child', () => {
  const transient = (id: string) => worker(id, { restart: 'transient' });
  const top = supervise([transient('a'), worker('b'), transient('c')], { strategy: 'rest_for_one' });
  top.die(['a', 'c'], 'normal');
  top.world.news();
  top.die('b');
  expect(top.world.news()).toEqual(['start b', 'start c']);
});

describe('children that die at the same time', () => {
  test('S58: under one_for_all are one failure, and each is started once more', () => {
    const top = supervise([worker('a'), worker('b'), worker('c')], {
      strategy: 'one_for_all',
      maxRestarts: 1,
    });
    top.die(['b', 'a', 'c']);
    expect(top.ending).toBeUndefined();
    expect(['a', 'b', 'c'].map((id) => top.starts(id))).toEqual([2, 2, 2]);
  });

  test('S59: under rest_for_one are one failure when the earlier child is the first to die, else two', () => {
    const inOrder = supervise([worker('a'), worker('b')], { strategy: 'rest_for_one', maxRestarts: 1 });
    inOrder.die(['a', 'b']);
    expect(['a', 'b'].map((id) => inOrder.starts(id))).toEqual([2, 2]);
    expect(inOrder.ending).toBeUndefined();

    const inReverse = supervise([worker('a'), worker('b')], { strategy: 'rest_for_one', maxRestarts: 1 });
    inReverse.die(['b', 'a']);
    expect(inReverse.ending).toMatchObject({ why: 'gave_up', child: 'a' });
  });

  test('S59: under one_for_one are one failure each', () => {
    const top = supervise([worker('a'), worker('b')], { maxRestarts: 1 });
    top.die(['a', 'b']);
    expect(top.ending).toMatchObject({ why: 'gave_up', child: 'b' });
  });

  test('S58: one that dies while its group is being stopped needs no restart of its own', () => {
    const top = supervise([worker('a'), worker('b'), worker('c', { stopsIn: 10 })], {
      strategy: 'one_for_all',
      maxRestarts: 1,
    });
    top.die('b');
    top.die('a', exit('abnormal'));
    top.world.news();
    top.world.advance(10);
    expect(top.world.news()).toEqual(['start a', 'start b', 'start c']);
    expect(top.ending).toBeUndefined();
  });
});

test('S60, S127: a child that is added is the last of the order, also one that was there before', () => {
  const top = supervise([worker('a'), worker('b')], { strategy: 'rest_for_one' });
  top.startChild(worker('c'));
  top.terminateChild('a');
  top.deleteChild('a');
  top.startChild(worker('a'));
  expect(top.list()).toEqual(['b running', 'c running', 'a running']);
  top.world.news();
  top.die('c');
  expect(top.world.news()).toEqual(['stop a', 'start c', 'start a']);
});

test('supervisor_SUITE 56 tree: the levels of a tree recover as far as the failure reaches', () => {
  const below = (id: string) => supervisor(id, [worker('w1'), worker('w2')], { maxRestarts: 1 });
  const top = supervise([below('s1'), below('s2'), below('s3')], { strategy: 'one_for_all' });
  top.at('s2').startChild(worker('late'));
  top.terminateChild('s3');
  top.world.news();
  top.at('s1').die('w1');
  expect(top.world.news()).toEqual(['start s1/w1']);

  top.at('s1').die('w1');
  expect(top.world.news()).toEqual([
    ...['stop s1/w2', 's1 ended: gave_up'],
    ...['stop s2', 'stop s2/late', 'stop s2/w2', 'stop s2/w1', 's2 ended: stopped'],
    ...['start s1', 'start s1/w1', 'start s1/w2', 's1 started'],
    ...['start s2', 'start s2/w1', 'start s2/w2', 's2 started'],
  ]);
  // OTP starts s3 again, too: see S56.
  expect(top.list()).toEqual(['s1 running', 's2 running', 's3 stopped']);
});

test('SupervisionSpec 6 grandchildren: a group is started again when all below it are dead', () => {
  const top = supervise([worker('a'), supervisor('s', [worker('b', { stopsIn: 300 })])], {
    strategy: 'one_for_all',
  });
  top.world.news();
  top.die('a');
  expect(top.world.news()).toEqual(['stop s', 'stop s/b']);
  top.world.advance(299);
  expect(top.world.news()).toEqual([]);
  top.world.advance(1);
  expect(top.world.news()).toEqual(['s ended: stopped', 'start a', 'start s', 'start s/b', 's started']);
});
