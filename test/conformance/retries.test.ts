import { describe, expect, test } from 'vitest';
import { worker } from './children.js';
import { supervise } from './supervised.js';

const backOff = { initial: 1000, factor: 1, max: 1000, jitter: 0 };

/** A child in an endless loop of starts that fail, one each second. */
function looping(restart: 'permanent' | 'transient' = 'permanent') {
  const top = supervise([worker('a', { restart, backOff, starts: ['up', 'fails'] })], { maxRestarts: 100 });
  top.die('a');
  top.world.advance(5000);
  return top;
}

describe('a group whose restart fails', () => {
  test('S76, supervisor_SUITE 34 one_for_all_other_child_fails_restart: under one_for_all is stopped as far as it is up, and started anew', () => {
    const top = supervise([worker('a'), worker('b', { starts: ['up', 'fails', 'up'] }), worker('c')], {
      strategy: 'one_for_all',
    });
    top.world.news();
    top.die('a');
    expect(top.world.news()).toEqual([
      ...['stop c', 'stop b', 'start a', 'start b'],
      ...['stop a', 'start a', 'start b', 'start c'],
    ]);
  });

  test('S77, supervisor_SUITE 43 rest_for_one_other_child_fails_restart: under rest_for_one goes on with the child that failed', () => {
    const top = supervise([worker('a'), worker('b', { starts: ['up', 'fails', 'up'] }), worker('c')], {
      strategy: 'rest_for_one',
    });
    top.world.news();
    top.die('a');
    expect(top.world.news()).toEqual(['stop c', 'stop b', 'start a', 'start b', 'start b', 'start c']);
  });
});

describe('while its starts fail, a child', () => {
  test('S75: is tried again until it is up', () => {
    const top = looping();
    expect(top.starts('a')).toBe(6);
    top.expectStarts('a', 'up');
    top.world.advance(1000);
    expect(top.list()).toEqual(['a running']);
  });

  test('S75: does not keep its supervisor from anything else', () => {
    const top = looping();
    expect(top.startChild(worker('b')).answer).toBe('ok');
    expect(top.terminateChild('b').answer).toBe('ok');
    expect(top.starts('a')).toBe(6);
  });

  test('S78, supervisor_SUITE 80 hanging_restart_loop: is listed as restarting, and not counted as active', () => {
    const top = looping();
    expect(top.list()).toEqual(['a restarting']);
    expect(top.count()).toBe('1/0/0/1');
  });

  test('S79, supervisor_SUITE 80 hanging_restart_loop: cannot be restarted, deleted or added', () => {
    const top = looping();
    expect(top.restartChild('a').answer).toBe('restarting');
    expect(top.deleteChild('a').answer).toBe('restarting');
    expect(top.startChild(worker('a')).answer).toBe('already_present');
    expect(top.starts('a')).toBe(6);
  });

  test.each(['permanent', 'transient'] as const)(
    'S79, supervisor_SUITE 80 hanging_restart_loop: can be stopped, which ends the loop, and started by hand; being %s',
    (restart) => {
      const top = looping(restart);
      expect(top.terminateChild('a').answer).toBe('ok');
      expect(top.list()).toEqual(['a stopped']);
      expect(top.world.timers).toBe(0);
      top.tell({ type: 'child.due', id: 'a', incarnation: 6 });
      top.world.advance(60_000);
      expect(top.starts('a')).toBe(6);
      expect(top.restartChild('a').answer).toBe('start_failed: no start');
      top.expectStarts('a', 'up');
      expect(top.restartChild('a').answer).toBe('ok');
    },
  );

  test('S80, supervisor_SUITE 80 hanging_restart_loop: does not keep its supervisor from being stopped', () => {
    const top = looping();
    top.stop();
    expect(top.ending).toEqual({ why: 'stopped' });
    expect(top.world.timers).toBe(0);
  });

  test('S79: is stopped in the midst of a start, too', () => {
    const top = looping();
    top.expectStarts('a', 'hangs');
    top.world.advance(1000);
    expect(top.list()).toEqual(['a restarting']);
    expect(top.deleteChild('a').answer).toBe('restarting');
    expect(top.terminateChild('a').answer).toBe('ok');
    expect(top.list()).toEqual(['a stopped']);
  });
});

test('S79, S81, supervisor_SUITE 81 hanging_restart_loop_rest_for_one: those before it run, and those after it wait, but not for ever', () => {
  const top = supervise([worker('a'), worker('b', { backOff, starts: ['up', 'fails'] }), worker('c')], {
    strategy: 'rest_for_one',
    maxRestarts: 100,
  });
  top.die('b');
  top.world.advance(5000);
  expect(top.list()).toEqual(['a running', 'b restarting', 'c restarting']);
  expect(top.count()).toBe('3/1/0/3');
  expect(top.starts('a')).toBe(1);
  expect(top.terminateChild('b').answer).toBe('ok');
  expect(top.list()[1]).toBe('b stopped');
  // In OTP, c would stay down.
  top.world.advance(1000);
  expect(top.list()).toEqual(['a running', 'b stopped', 'c running']);
});
