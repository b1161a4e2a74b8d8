import { describe, expect, test } from 'vitest';
import { exit, supervisor, worker } from './children.js';
import { supervise, type Supervised } from './supervised.js';

/** What is reported from here on. */
function reportsOf(top: Supervised, act: () => void): string[] {
  top.world.reports.length = 0;
  act();
  // How restarts are delayed is beyond OTP.
  return top.world.reports.filter((report) => !report.startsWith('restart_scheduled'));
}

test('S122: each start is reported when it has succeeded, also one by hand', () => {
  const top = supervise([worker('a'), supervisor('s', [worker('b')])]);
  expect(top.world.reports).toEqual(['started a#1', 'started s/b#1', 'started s#1']);
  expect(reportsOf(top, () => top.startChild(worker('c')))).toEqual(['started c#1']);
});

describe('S122: the end of a child', () => {
  test.each(['normal', 'shutdown', 'abnormal'] as const)(
    'is reported of a permanent one, be it %s',
    (kind) => {
      const top = supervise([worker('a')]);
      expect(reportsOf(top, () => top.die('a', kind))).toEqual([
        `child_terminated a#1: ${kind}`,
        'started a#2',
      ]);
    },
  );

  test.each(['transient', 'temporary'] as const)('is reported of a %s one when it is abnormal', (restart) => {
    const top = supervise([worker('a', { restart }), worker('b', { restart }), worker('c', { restart })]);
    const reports = reportsOf(top, () => {
      top.die('a', 'normal');
      top.die('b', 'shutdown');
      top.die('c', 'abnormal');
    });
    expect(reports.filter((report) => !report.startsWith('started'))).toEqual([
      'child_terminated c#1: abnormal',
    ]);
  });
});

test('S122: a start that fails is reported, unless it was called for, and answered', () => {
  const failing = supervise([worker('a', { starts: ['fails'] })]);
  expect(failing.world.reports).toEqual(['start_error a#1: no start']);

  const top = supervise([
    worker('a', { starts: ['up', 'fails', 'up'] }),
    worker('b', { starts: ['up', 'fails'] }),
  ]);
  top.terminateChild('b');
  expect(reportsOf(top, () => top.die('a'))).toEqual([
    'child_terminated a#1: abnormal',
    'start_error a#2: no start',
    'started a#3',
  ]);
  const byHand = reportsOf(top, () => {
    top.restartChild('b');
    top.startChild(worker('c', { starts: ['fails'] }));
  });
  expect(byHand).toEqual([]);
});

test('S122: that a supervisor gives up is reported with the child that was too much', () => {
  const top = supervise([worker('a'), worker('b')], { maxRestarts: 0 });
  expect(reportsOf(top, () => top.die('b', exit('abnormal', {}, 'broken')))).toContain(
    'gave_up b#1 maxRestarts: broken',
  );
});

describe('S122: of a child that is stopped', () => {
  const stopping = (restart: 'permanent' | 'transient' | 'temporary', stopsWith: ReturnType<typeof exit>) => {
    const top = supervise([worker('a', { restart, stopsWith })]);
    return reportsOf(top, () => top.terminateChild('a'));
  };

  test('nothing is reported when it ends as it was asked to', () => {
    for (const restart of ['permanent', 'transient', 'temporary'] as const)
      expect(stopping(restart, exit('shutdown'))).toEqual([]);
  });

  test('it is reported that it had to be killed, or ended in its own way', () => {
    expect(stopping('transient', exit('shutdown', { forced: true }, 'killed'))).toEqual([
      'shutdown_error a#1: killed',
    ]);
    expect(stopping('temporary', exit('abnormal', {}, 'crashed'))).toEqual(['shutdown_error a#1: crashed']);
  });

  test('a normal end is accepted, but reported of a permanent one', () => {
    expect(stopping('transient', exit('normal'))).toEqual([]);
    expect(stopping('temporary', exit('normal'))).toEqual([]);
    expect(stopping('permanent', exit('normal'))).toEqual(['shutdown_error a#1: normal']);
  });
});

test('S123: a report names the child, its incarnation and the reason', () => {
  const top = supervise([worker('a')]);
  top.die('a');
  const reports = reportsOf(top, () => top.die('a', exit('abnormal', {}, 'out of memory')));
  expect(reports).toEqual(['child_terminated a#2: out of memory', 'started a#3']);
});
