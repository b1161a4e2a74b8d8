import { describe, expect, test } from 'vitest';
import { exit, supervisor, worker } from './children.js';
import { supervise } from './supervised.js';

const hopeless = exit('abnormal', { mendable: false }, 'no such conversation');

describe('a child whose end no restart can mend', () => {
  test.each(['one_for_one', 'one_for_all', 'rest_for_one'] as const)(
    'S41: is not restarted but kept to be seen, at no cost and with no harm to its siblings, under %s',
    (strategy) => {
      const top = supervise([worker('a'), worker('b')], { strategy, maxRestarts: 0 });
      top.world.news();
      top.die('a', hopeless);
      expect(top.world.news()).toEqual([]);
      expect(top.list()).toEqual(['a gaveUp', 'b running']);
      expect(top.world.reports).toContain('child_gave_up a#1: no such conversation');
    },
  );

  test('S66: is given up at its restart, too', () => {
    const top = supervise([worker('a', { starts: ['up', 'is refused'] }), worker('b')], { maxRestarts: 1 });
    top.die('a');
    expect(top.list()).toEqual(['a gaveUp', 'b running']);
    expect(top.starts('a')).toBe(2);
  });

  test.each(['one_for_all', 'rest_for_one'] as const)(
    'S76, S77: does not keep the rest of its group from being restarted, under %s',
    (strategy) => {
      const top = supervise([worker('a'), worker('b', { starts: ['up', 'is refused'] }), worker('c')], {
        strategy,
      });
      top.die('a');
      expect(top.list()).toEqual(['a running', 'b gaveUp', 'c running']);
    },
  );

  test('S21: fails the start of its supervisor', () => {
    const top = supervise([worker('a'), worker('b', { starts: ['is refused'] })]);
    expect(top.ending).toMatchObject({ why: 'start_failed', child: 'b' });
  });

  test('S45, S88: can be started by hand, or deleted', () => {
    const top = supervise([worker('a'), worker('b')]);
    top.die(['a', 'b'], hopeless);
    expect(top.restartChild('a').answer).toBe('ok');
    expect(top.deleteChild('b').answer).toBe('ok');
    expect(top.list()).toEqual(['a running']);
  });

  test('S56: stays down when its group is restarted', () => {
    const top = supervise([worker('a'), worker('b')], { strategy: 'one_for_all' });
    top.die('b', hopeless);
    top.world.news();
    top.die('a');
    expect(top.world.news()).toEqual(['start a']);
    expect(top.list()).toEqual(['a running', 'b gaveUp']);
  });

  test('S42, S46: is no such thing when it would not be restarted anyway', () => {
    const top = supervise([worker('a', { restart: 'temporary' })]);
    top.die('a', hopeless);
    expect(top.list()).toEqual([]);
  });
});

test('S22: a supervisor below that cannot be started for such a reason is given up, and its siblings are left alone', () => {
  const hopelessLater = worker('a', { starts: ['up', 'is refused'] });
  const top = supervise([supervisor('s', [worker('b'), hopelessLater], { maxRestarts: 0 }), worker('c')]);
  top.world.news();
  top.at('s').die('b');
  expect(top.world.news()).toEqual([
    ...['stop s/a', 's ended: gave_up'],
    ...['start s', 'start s/b', 'start s/a', 'stop s/b', 's ended: start_failed'],
  ]);
  expect(top.list()).toEqual(['s gaveUp', 'c running']);
});
