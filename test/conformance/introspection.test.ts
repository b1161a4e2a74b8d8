import { expect, test } from 'vitest';
import { supervisor, worker } from './children.js';
import { supervise } from './supervised.js';

test('S94, supervisor_SUITE 92 which_children: children are listed in start order, in OTP the latest is the first', () => {
  const top = supervise([worker('b'), worker('10'), worker('9')]);
  top.startChild(worker('a'));
  expect(top.list()).toEqual(['b running', '10 running', '9 running', 'a running']);
  top.terminateChild('10');
  expect(top.list()).toEqual(['b running', '10 stopped', '9 running', 'a running']);
  top.restartChild('10');
  top.terminateChild('b');
  top.deleteChild('b');
  expect(top.list()).toEqual(['10 running', '9 running', 'a running']);
});

test('S95: counts are of all specs, of those that live, and by type, dead or alive', () => {
  const top = supervise([worker('a'), supervisor('s', [worker('b')]), supervisor('t', []), worker('c')]);
  expect(top.count()).toBe('4/4/2/2');
  top.terminateChild('s');
  top.terminateChild('a');
  expect(top.count()).toBe('4/2/2/2');
});

test('S97: a listing shows what a call has done as soon as that is answered', () => {
  const top = supervise([worker('a', { stopsIn: 10 })]);
  const stopped = top.terminateChild('a');
  while (stopped.answer === undefined) {
    expect(top.list()).toEqual(['a stopping']);
    top.world.advance(1);
  }
  expect(top.list()).toEqual(['a stopped']);
  top.expectStarts('a', 'hangs');
  const restarted = top.restartChild('a');
  expect([restarted.answer, ...top.list()]).toEqual([undefined, 'a starting']);
  top.comesUp('a');
  expect([restarted.answer, ...top.list()]).toEqual(['ok', 'a running']);
});

test.each([
  ['worker', '2000/2000/0/2000'],
  ['supervisor', '2000/2000/2000/0'],
] as const)(
  'S95, supervisor_SUITE 71 count_children, supervisor_SUITE 72 count_children_supervisor: counts and list agree for many children: each a %s',
  (type, all) => {
    const top = supervise([], { kind: 'dynamicSupervisor' });
    const ids = Array.from({ length: 2000 }, (_, index) => `child ${index}`);
    const temporary = { restart: 'temporary' } as const;
    for (const id of ids)
      top.startChild(type === 'worker' ? worker(id, temporary) : supervisor(id, [], {}, temporary));
    expect(top.count()).toBe(all);
    expect(top.list()).toHaveLength(2000);
    top.die(ids);
    expect(top.count()).toBe('0/0/0/0');
    expect(top.list()).toEqual([]);
  },
);
