import { describe, expect, test } from 'vitest';
import { exit, supervisor, worker } from './children.js';
import { supervise } from './supervised.js';

test('S62: the restarts of different children add up', () => {
  const top = supervise([worker('a'), worker('b'), worker('c')], { maxRestarts: 2 });
  top.die('a');
  top.die('b');
  expect(top.ending).toBeUndefined();
  top.die('c');
  expect(top.ending).toMatchObject({ why: 'gave_up', child: 'c', limit: 'maxRestarts' });
});

test.each([0, 1, 5])('S64: of %i restarts in the window all are done, and one more is not', (maxRestarts) => {
  const top = supervise([worker('a')], { maxRestarts });
  for (let count = 0; count < maxRestarts; count += 1) top.die('a');
  expect(top.starts('a')).toBe(maxRestarts + 1);
  top.die('a');
  expect(top.starts('a')).toBe(maxRestarts + 1);
  expect(top.ending?.why).toBe('gave_up');
});

describe('the window', () => {
  test('S63, S65: slides, and counts a restart that is exactly as old as it is long; to the millisecond', () => {
    const dieAgainAfter = (milliseconds: number) => {
      const top = supervise([worker('a')], { maxRestarts: 1, period: 1000 });
      top.die('a');
      top.world.advance(milliseconds);
      top.die('a');
      return top.ending?.why;
    };
    expect(dieAgainAfter(1000)).toBe('gave_up');
    expect(dieAgainAfter(1001)).toBeUndefined();
  });

  test('S63: begins with no restart of its own, as a fixed one would', () => {
    const top = supervise([worker('a')], { maxRestarts: 2, period: 10 });
    const dieAt = [0, 9, 11, 12];
    for (const at of dieAt) {
      top.world.advance(at - top.world.now);
      top.die('a');
    }
    expect(top.ending?.why).toBe('gave_up');
    expect(top.world.now).toBe(12);
  });

  test('S68, supervisor_SUITE 29 multiple_restarts: forgets with time, and with nothing else', () => {
    const top = supervise([worker('a')], { maxRestarts: 1, period: 1000 });
    for (let crash = 0; crash < 4; crash += 1) {
      top.die('a');
      top.world.advance(1001);
    }
    expect(top.list()).toEqual(['a running']);
    top.die('a');
    top.restartChild('a', true);
    top.die('a');
    expect(top.ending?.why).toBe('gave_up');
  });

  test('S68: of a new incarnation of the supervisor is empty', () => {
    const top = supervise([supervisor('s', [worker('a')], { maxRestarts: 1 })]);
    for (let crash = 0; crash < 3; crash += 1) top.at('s').die('a');
    expect(top.starts('s')).toBe(2);
    expect(top.at('s').ending).toBeUndefined();
  });
});

describe('a unit of the budget', () => {
  test('S66: is spent by each restart, also after a normal end', () => {
    const top = supervise([worker('a')], { maxRestarts: 1 });
    top.die('a', 'normal');
    top.die('a', 'shutdown');
    expect(top.ending?.why).toBe('gave_up');
  });

  test('S66, S75, supervisor_SUITE 31 one_for_one_escalation: is spent by each start that fails', () => {
    const top = supervise([worker('a', { starts: ['up', 'fails'] }), worker('b')], { maxRestarts: 4 });
    top.world.news();
    top.die('a');
    expect(top.world.news()).toEqual([...Array<string>(4).fill('start a'), 'stop b', 'top ended: gave_up']);
  });

  test('S67: is not spent by anything that is done by hand, nor by an end that leads to no restart', () => {
    const top = supervise(
      [worker('a'), worker('b', { restart: 'transient' }), worker('c', { restart: 'temporary' })],
      {
        maxRestarts: 0,
      },
    );
    top.die('b', 'normal');
    top.die('c');
    top.expectStarts('b', 'fails');
    expect(top.restartChild('b').answer).toBe('start_failed: no start');
    expect(top.startChild(worker('d', { starts: ['fails'] })).answer).toBe('start_failed: no start');
    expect(top.startChild(worker('e')).answer).toBe('ok');
    expect(top.terminateChild('a').answer).toBe('ok');
    expect(top.restartChild('a').answer).toBe('ok');
    expect(top.restartChild('a', true).answer).toBe('ok');
    expect(top.list()).toEqual(['a running', 'b stopped', 'e running']);
    top.die('a');
    expect(top.ending?.why).toBe('gave_up');
  });
});

describe('a supervisor that gives up', () => {
  test('S69: reports it, restarts nothing, stops the others in reverse and ends', () => {
    const top = supervise([worker('a'), worker('b'), worker('c')], { maxRestarts: 0 });
    top.world.news();
    top.world.reports.length = 0;
    top.die('b', exit('abnormal', {}, 'broken'));
    expect(top.world.reports).toEqual(['child_terminated b#1: broken', 'gave_up b#1 maxRestarts: broken']);
    expect(top.world.news()).toEqual(['stop c', 'stop a', 'top ended: gave_up']);
  });

  test('S70: has ended as any child has, to its parent', () => {
    const top = supervise([worker('a'), supervisor('s', [worker('b')], { maxRestarts: 0 })], {
      maxRestarts: 1,
    });
    top.world.news();
    top.at('s').die('b');
    expect(top.world.news()).toEqual(['s ended: gave_up', 'start s', 'start s/b', 's started']);
    top.at('s').die('b');
    expect(top.world.news()).toEqual(['s ended: gave_up', 'stop a', 'top ended: gave_up']);
  });

  test('S71: has its static children again when it is restarted, and none that were added', () => {
    const top = supervise([supervisor('s', [worker('a')], { maxRestarts: 0 })]);
    top.at('s').startChild(worker('b'));
    top.at('s').die('a');
    expect(top.at('s').list()).toEqual(['a running']);
  });
});

test('S72: budgets multiply from level to level', () => {
  const top = supervise([supervisor('s', [worker('a')], { maxRestarts: 2 })], { maxRestarts: 2 });
  let starts = 1;
  for (; top.ending === undefined; starts += 1) {
    top.at('s').die('a');
    expect(starts).toBeLessThan(10);
  }
  expect(top.world.log.filter((entry) => entry === 'start s/a')).toHaveLength(9);
});

test.each(['one_for_all', 'rest_for_one'] as const)(
  'S69, supervisor_SUITE 33 one_for_all_escalation, supervisor_SUITE 42 rest_for_one_escalation: a restart under %s that always fails uses up the budget',
  (strategy) => {
    const top = supervise([worker('a'), worker('b', { starts: ['up', 'fails'] })], {
      strategy,
      maxRestarts: 3,
    });
    top.die('a');
    expect(top.ending).toMatchObject({ why: 'gave_up', child: 'b' });
    expect(top.starts('b')).toBe(4);
    expect(top.list()).toEqual(['a stopped', 'b stopped']);
  },
);
