import { describe, expect, test } from 'vitest';
import { supervisor, worker } from './children.js';
import { supervise } from './supervised.js';

test('supervisor_SUITE 23 child_adm, supervisor_test 16 child life cycle: a child can be added, stopped, started and deleted by hand', () => {
  const top = supervise([]);
  const look = () => [...top.list(), top.count()];
  expect(look()).toEqual(['0/0/0/0']);
  expect(top.startChild(worker('a')).answer).toBe('ok');
  expect(look()).toEqual(['a running', '1/1/0/1']);
  expect(top.startChild(worker('a')).answer).toBe('already_started');
  expect(top.restartChild('a').answer).toBe('running');
  expect(top.deleteChild('a').answer).toBe('running');
  expect(look()).toEqual(['a running', '1/1/0/1']);

  expect(top.terminateChild('a').answer).toBe('ok');
  expect(look()).toEqual(['a stopped', '1/0/0/1']);
  expect(top.terminateChild('a').answer).toBe('ok');
  expect(top.startChild(worker('a')).answer).toBe('already_present');
  expect(look()).toEqual(['a stopped', '1/0/0/1']);

  expect(top.restartChild('a').answer).toBe('ok');
  expect(look()).toEqual(['a running', '1/1/0/1']);
  expect(top.starts('a')).toBe(2);

  top.terminateChild('a');
  expect(top.deleteChild('a').answer).toBe('ok');
  expect(look()).toEqual(['0/0/0/0']);
  for (const call of [top.restartChild('a'), top.deleteChild('a'), top.terminateChild('a')])
    expect(call.answer).toBe('not_found');
  expect(top.startChild(worker('a')).answer).toBe('ok');
  expect(look()).toEqual(['a running', '1/1/0/1']);
});

describe('startChild', () => {
  test('S82, supervisor_test 12 start_child: new spec as map: starts the child at once, as the last one', () => {
    const top = supervise([worker('b')]);
    const added = top.startChild(worker('a', { starts: ['hangs'] }));
    expect(top.list()).toEqual(['b running', 'a starting']);
    expect(added.answer).toBeUndefined();
    top.comesUp('a');
    expect(added.answer).toBe('ok');
  });

  test('S83: refuses an id that is taken, and leaves what it has', () => {
    const top = supervise([worker('a'), worker('b', { restart: 'transient' })]);
    expect(top.startChild(supervisor('a', [])).answer).toBe('already_started');
    top.terminateChild('b');
    expect(top.startChild(supervisor('b', [])).answer).toBe('already_present');
    expect(top.count()).toBe('2/1/0/2');
  });

  test('S84, supervisor_SUITE 10 sup_start_child_returns_error: tells why a start failed, and keeps nothing', () => {
    const top = supervise([worker('a')]);
    expect(top.startChild(worker('b', { starts: ['fails'] })).answer).toBe('start_failed: no start');
    expect(top.list()).toEqual(['a running']);
    top.world.advance(60_000);
    expect(top.starts('b')).toBe(1);
    expect(top.startChild(worker('b')).answer).toBe('ok');
  });
});

describe('terminateChild', () => {
  test('S87: answers when the death of the child is certain, each time, and keeps its spec', () => {
    const top = supervise([worker('a', { stopsIn: 100 })]);
    const calls = [top.terminateChild('a'), top.terminateChild('a')];
    top.world.advance(99);
    expect(calls.map(({ answer }) => answer)).toEqual([undefined, undefined]);
    expect(top.list()).toEqual(['a stopping']);
    top.world.advance(1);
    expect([...calls, top.terminateChild('a')].map(({ answer }) => answer)).toEqual(['ok', 'ok', 'ok']);
    expect(top.list()).toEqual(['a stopped']);
    expect(top.terminateChild('b').answer).toBe('not_found');
  });

  test('S92: of a child that has just crashed leaves it down', () => {
    const top = supervise([worker('a')], { maxRestarts: 0 });
    const asked = top.terminateChild('a');
    expect(asked.answer).toBe('ok');

    const race = supervise([worker('a')]);
    race.world.together(() => {
      const stopped = race.terminateChild('a');
      race.die('a');
      race.world.post(() => expect(stopped.answer).toBe('ok'));
    });
    expect(race.list()).toEqual(['a stopped']);
    expect(race.starts('a')).toBe(1);
  });

  test('S92: of one whose crash comes first leaves it down, too', () => {
    const top = supervise([worker('a')]);
    top.world.together(() => {
      top.die('a');
      top.terminateChild('a');
    });
    expect(top.list()).toEqual(['a stopped']);
  });
});

describe('restartChild', () => {
  test('S88: starts a child that is down, and no other', () => {
    const top = supervise([worker('a')]);
    expect(top.restartChild('a').answer).toBe('running');
    expect(top.restartChild('b').answer).toBe('not_found');
    top.terminateChild('a');
    expect(top.restartChild('a').answer).toBe('ok');
    expect(top.starts('a')).toBe(2);
  });

  test('S88, supervisor_SUITE 11 sup_start_restart_child_returns_error: tells why a start failed, tries no more, and keeps the spec', () => {
    const top = supervise([worker('a', { starts: ['up', 'fails'] })], { maxRestarts: 0 });
    top.terminateChild('a');
    expect(top.restartChild('a').answer).toBe('start_failed: no start');
    top.world.advance(60_000);
    expect(top.starts('a')).toBe(2);
    expect(top.list()).toEqual(['a stopped']);
  });
});

test('S89: deleteChild removes a child that is down, and no other', () => {
  const top = supervise([worker('a'), worker('b')]);
  expect(top.deleteChild('a').answer).toBe('running');
  expect(top.deleteChild('c').answer).toBe('not_found');
  top.terminateChild('a');
  expect(top.deleteChild('a').answer).toBe('ok');
  expect(top.list()).toEqual(['b running']);
});

test('S90: a supervisor that has ended refuses every call at once', () => {
  const top = supervise([worker('a')]);
  top.stop();
  const calls = [
    top.startChild(worker('b')),
    top.terminateChild('a'),
    top.restartChild('a'),
    top.deleteChild('a'),
  ];
  expect(calls.map(({ answer }) => answer)).toEqual(Array<string>(4).fill('shutdown'));
});

describe('calls', () => {
  test('S91: about one child are carried out in the order in which they came', () => {
    const top = supervise([worker('a', { stopsIn: 100 })]);
    const calls = [
      top.terminateChild('a'),
      top.restartChild('a'),
      top.restartChild('a'),
      top.deleteChild('a'),
    ];
    const answers = () => calls.map(({ answer }) => answer);
    expect(answers()).toEqual([undefined, undefined, undefined, undefined]);
    top.world.advance(100);
    expect(answers()).toEqual(['ok', 'ok', 'running', 'running']);
  });

  test('S91, S79: a stop is behind the restart that was asked for before it, and cuts that short', () => {
    const top = supervise([worker('a', { stopsIn: 100 })]);
    const calls = [
      top.terminateChild('a'),
      top.restartChild('a'),
      top.terminateChild('a'),
      top.deleteChild('a'),
      top.deleteChild('a'),
    ];
    top.world.advance(1000);
    expect(calls.map(({ answer }) => answer)).toEqual(['ok', 'stopped', 'ok', 'ok', 'not_found']);
    expect(top.list()).toEqual([]);
  });

  test('S91: so it is while the whole supervisor starts', () => {
    const top = supervise([worker('a'), worker('b', { starts: ['hangs'] })]);
    const calls = [
      top.terminateChild('a'),
      top.restartChild('a'),
      top.terminateChild('a'),
      top.startChild(worker('c')),
      top.terminateChild('c'),
      top.deleteChild('c'),
    ];
    top.comesUp('b');
    expect(calls.map(({ answer }) => answer)).toEqual(['ok', 'stopped', 'ok', 'stopped', 'ok', 'ok']);
    expect(top.list()).toEqual(['a stopped', 'b running']);
  });

  test('S91: about a child are not kept waiting by an operation on another, nor is a listing; in OTP they are', () => {
    const top = supervise([worker('a', { stopsIn: 100 }), worker('b')]);
    const hanging = top.startChild(worker('c', { starts: ['hangs'] }));
    const stopping = top.terminateChild('a');
    expect(top.terminateChild('b').answer).toBe('ok');
    expect(top.restartChild('b').answer).toBe('ok');
    expect(top.startChild(worker('d')).answer).toBe('ok');
    expect(top.list()).toEqual(['a stopping', 'b running', 'c starting', 'd running']);
    expect([hanging.answer, stopping.answer]).toEqual([undefined, undefined]);
  });

  test('S91: wait for a start of the whole supervisor', () => {
    const top = supervise([worker('a'), worker('b', { starts: ['hangs'] })]);
    const added = top.startChild(worker('c'));
    expect(added.answer).toBeUndefined();
    expect(top.list()).toEqual(['a running', 'b starting']);
    top.comesUp('b');
    expect(added.answer).toBe('ok');
    expect(top.list()).toEqual(['a running', 'b running', 'c running']);
  });
});
