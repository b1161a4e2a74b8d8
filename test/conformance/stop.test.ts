import { expect, test } from 'vitest';
import { exit, supervisor, worker } from './children.js';
import { supervise } from './supervised.js';

test('S27: children are stopped in reverse start order, the next one when the one before it is dead', () => {
  const top = supervise([worker('b'), worker('a', { stopsIn: 10 }), worker('c', { stopsIn: 20 })]);
  top.world.news();
  top.stop();
  expect(top.world.news()).toEqual(['stop c']);
  top.world.advance(19);
  expect(top.world.news()).toEqual([]);
  top.world.advance(1);
  expect(top.world.news()).toEqual(['stop a']);
  top.world.advance(10);
  expect(top.world.news()).toEqual(['stop b', 'top ended: stopped']);
});

test('S28: a tree is stopped depth first, from the right', () => {
  const top = supervise([worker('a'), supervisor('s', [worker('b'), worker('c')]), worker('d')]);
  top.world.news();
  top.stop();
  expect(top.world.news()).toEqual([
    'stop d',
    'stop s',
    'stop s/c',
    'stop s/b',
    's ended: stopped',
    'stop a',
    'top ended: stopped',
  ]);
});

test('S30: a supervisor does not end before the death of each child is certain', () => {
  const top = supervise([worker('a'), worker('b', { stopsIn: Infinity })]);
  top.stop();
  top.world.advance(3_600_000);
  expect(top.ending).toBeUndefined();
  top.die('b', exit('abnormal', { forced: true }));
  expect(top.ending).toEqual({ why: 'stopped' });
});

test('S31: the times that children take to stop add up', () => {
  const top = supervise(['a', 'b', 'c'].map((id) => worker(id, { stopsIn: 200 })));
  top.stop();
  top.world.advance(599);
  expect(top.ending).toBeUndefined();
  top.world.advance(1);
  expect(top.ending).toEqual({ why: 'stopped' });
});

test('S33, supervisor_SUITE 21 sup_stop_race: what dies meanwhile, however it does, is not restarted', () => {
  const restarts = ['permanent', 'transient', 'temporary'] as const;
  const kinds = ['normal', 'shutdown', 'abnormal'] as const;
  const racers = restarts.flatMap((restart) =>
    kinds.map((kind) => ({ id: `${restart} ${kind}`, restart, kind })),
  );
  const top = supervise([
    ...racers.map(({ id, restart }) => worker(id, { restart })),
    worker('slow', { stopsIn: 1000 }),
  ]);
  top.world.news();
  top.stop();
  for (const { id, kind } of racers) top.die(id, kind);
  top.world.advance(1000);
  expect(top.world.news()).toEqual(['stop slow', 'top ended: stopped']);
  const ids = [...racers.map(({ id }) => id), 'slow'];
  expect(top.world.fates).toEqual(ids.map((id) => `${id} is down: supervisor`));
});

test('S33: nor is a start that fails meanwhile tried again, or reported', () => {
  const top = supervise([worker('a', { starts: ['up', 'hangs'] }), worker('b', { stopsIn: 100 })]);
  top.die('a');
  top.world.news();
  top.stop();
  top.world.reports.length = 0;
  top.die('a');
  top.world.advance(100);
  expect(top.world.news()).toEqual(['stop b', 'top ended: stopped']);
  expect(top.world.reports).toEqual([]);
});

test('S34: a child that ends otherwise than it was asked to is reported, and stopped all the same', () => {
  const top = supervise([
    worker('a', { stopsWith: exit('abnormal', {}, 'no manners') }),
    worker('b', { stopsWith: exit('shutdown', { forced: true }, 'killed') }),
  ]);
  top.world.reports.length = 0;
  top.stop();
  expect(top.world.reports).toEqual(['shutdown_error b#1: killed', 'shutdown_error a#1: no manners']);
  expect(top.ending).toEqual({ why: 'stopped' });
});

test('S35: a supervisor waits for one below it without a limit, and so leaves no orphan', () => {
  const top = supervise([supervisor('s', [worker('a', { stopsIn: 600_000 })])]);
  top.stop();
  top.world.advance(599_999);
  expect(top.ending).toBeUndefined();
  top.world.advance(1);
  expect(top.ending).toEqual({ why: 'stopped' });
});

test('S36: a supervisor stops with its parent, whatever ends that one', () => {
  const below = supervisor('s', [worker('b')]);
  const gaveUp = supervise([below, worker('a')], { maxRestarts: 0 });
  gaveUp.world.news();
  gaveUp.die('a');
  expect(gaveUp.world.news()).toEqual(['stop s', 'stop s/b', 's ended: stopped', 'top ended: gave_up']);

  const significant = worker('a', { restart: 'transient', significant: true });
  const over = supervise([below, significant], { autoShutdown: 'any_significant' });
  over.world.news();
  over.die('a', 'normal');
  expect(over.world.news()).toEqual(['stop s', 'stop s/b', 's ended: stopped', 'top ended: auto_shutdown']);
});

test('S39: what was asked of a supervisor and is not done when it ends is refused', () => {
  const top = supervise([worker('a'), worker('b', { starts: ['hangs'] })]);
  const added = top.startChild(worker('c'));
  const restarted = top.restartChild('a', true);
  expect([added.answer, restarted.answer]).toEqual([undefined, undefined]);
  top.stop();
  expect([added.answer, restarted.answer]).toEqual(['shutdown', 'shutdown']);
  expect(top.ending).toEqual({ why: 'stopped' });
});

test('S39: what is asked of a supervisor that is ending is refused at once', () => {
  const top = supervise([worker('a', { stopsIn: 100 }), worker('b', { restart: 'transient' })]);
  top.die('b', 'normal');
  top.stop();
  const calls = [
    top.startChild(worker('c')),
    top.terminateChild('a'),
    top.restartChild('b'),
    top.deleteChild('b'),
  ];
  expect(calls.map(({ answer }) => answer)).toEqual(Array<string>(4).fill('shutdown'));
  top.world.advance(100);
  expect(top.ending).toEqual({ why: 'stopped' });
});

test('S39: a start that is called for and in flight when the supervisor ends is answered', () => {
  const top = supervise([worker('a')]);
  const added = top.startChild(worker('b', { starts: ['hangs'] }));
  const again = top.startChild(worker('b'));
  top.stop();
  expect([added.answer, again.answer]).toEqual(['shutdown', 'shutdown']);
});

test('S80, supervisor_SUITE 80 hanging_restart_loop: a start that hangs, and the wait for one, are cut short', () => {
  const backOff = { initial: 1000, factor: 2, max: 30_000, jitter: 0 };
  const top = supervise([worker('a', { starts: ['up', 'hangs'], backOff }), worker('b', { backOff })]);
  top.die('a');
  top.world.advance(1000);
  top.die('b');
  top.world.news();
  top.stop();
  expect(top.world.news()).toEqual(['stop a', 'top ended: stopped']);
  expect(top.world.timers).toBe(0);
});
