import { expect, test } from 'vitest';
import { supervisor, worker } from './children.js';
import { supervise } from './supervised.js';

test('S19: children are started in the order of the list, each when the one before it is up', () => {
  const top = supervise([
    worker('b', { starts: ['hangs'] }),
    worker('a', { starts: ['hangs'] }),
    worker('c'),
  ]);
  expect(top.world.news()).toEqual(['start b']);
  top.comesUp('b');
  expect(top.world.news()).toEqual(['start a']);
  top.comesUp('a');
  expect(top.world.news()).toEqual(['start c', 'top started']);
});

test('S19: one that dies while others are being started is restarted when all are up', () => {
  const top = supervise([worker('a'), worker('b', { starts: ['hangs'] }), worker('c')]);
  top.world.news();
  top.die('a');
  expect(top.list()).toEqual(['a restarting', 'b starting', 'c starting']);
  expect(top.world.news()).toEqual([]);
  top.comesUp('b');
  expect(top.world.news()).toEqual(['start c', 'top started', 'start a']);
});

test('S20: a supervisor has started when its whole tree has, depth first', () => {
  const top = supervise([
    worker('a'),
    supervisor('s', [worker('b', { starts: ['hangs'] }), worker('c')]),
    worker('d'),
  ]);
  expect(top.world.news()).toEqual(['start a', 'start s', 'start s/b']);
  top.at('s').comesUp('b');
  expect(top.world.news()).toEqual(['start s/c', 's started', 'start d', 'top started']);
});

test('S20, supervisor_SUITE 1 sup_start_normal: one without children has started at once, and ends when it is told to', () => {
  const top = supervise([]);
  expect(top.world.news()).toEqual(['top started']);
  top.stop();
  expect(top.world.news()).toEqual(['top ended: stopped']);
});

test('S21: when a child fails to start, those before it are stopped in reverse, those after it are not tried', () => {
  const top = supervise([
    worker('a', { stopsIn: 30 }),
    worker('b', { stopsIn: 20 }),
    worker('c', { starts: ['fails'] }),
    worker('d'),
  ]);
  expect(top.world.news()).toEqual(['start a', 'start b', 'start c', 'stop b']);
  top.world.advance(20);
  expect(top.world.news()).toEqual(['stop a']);
  top.world.advance(30);
  expect(top.world.news()).toEqual(['top ended: start_failed']);
  expect(top.ending).toMatchObject({ child: 'c', exit: { error: { message: 'no start' } } });
});

test('S22, supervisor_SUITE 51 faulty_application_shutdown: the error of a start leads to the culprit, level by level', () => {
  const culprit = worker('w', { starts: ['fails'] });
  const top = supervise([worker('a'), supervisor('s', [supervisor('t', [worker('b'), culprit])])]);
  expect(top.ending).toMatchObject({
    why: 'start_failed',
    child: 's',
    exit: { kind: 'abnormal', error: { message: 't: w: no start' } },
  });
  expect(top.world.news().slice(-5)).toEqual([
    'stop s/t/b',
    's/t ended: start_failed',
    's ended: start_failed',
    'stop a',
    'top ended: start_failed',
  ]);
});

test('S23: at the start nothing is tried again, whatever the budget', () => {
  const top = supervise([worker('a', { starts: ['fails', 'up'] })], { maxRestarts: 100 });
  expect(top.world.news()).toEqual(['start a', 'top ended: start_failed']);
});
