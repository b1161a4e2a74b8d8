import { describe, expect, test } from 'vitest';
import { SessionError } from '../../src/errors/session-error.js';
import { classify } from '../../src/supervisor/exit-class.js';
import { exit, supervisor, worker } from './children.js';
import { supervise } from './supervised.js';

const KINDS = ['normal', 'shutdown', 'abnormal'] as const;
type Kind = (typeof KINDS)[number];

/** One child, which ended so. */
function ended(restart: 'permanent' | 'transient' | 'temporary', kind: Kind) {
  const top = supervise([worker('a', { restart })]);
  top.world.news();
  top.die('a', kind);
  return top;
}

describe('a permanent child', () => {
  test.each(KINDS)(
    'S41, S49, supervisor_SUITE 45 permanent_normal, supervisor_SUITE 48 permanent_shutdown, supervisor_SUITE 52 permanent_abnormal: is started again after an end that was %s',
    (kind) => {
      const top = ended('permanent', kind);
      expect(top.world.news()).toEqual(['start a']);
      expect(top.starts('a')).toBe(2);
      expect(top.list()).toEqual(['a running']);
    },
  );
});

describe('a transient child', () => {
  test('S42, supervisor_SUITE 53 transient_abnormal: is started again after an abnormal end', () => {
    expect(ended('transient', 'abnormal').world.news()).toEqual(['start a']);
  });

  test.each(['normal', 'shutdown'] as const)(
    'S42, S45, supervisor_SUITE 46 transient_normal, supervisor_SUITE 49 transient_shutdown: stays down after an end that was %s, and can be started by hand',
    (kind) => {
      const top = ended('transient', kind);
      expect(top.world.news()).toEqual([]);
      expect(top.list()).toEqual(['a stopped']);
      expect(top.count()).toBe('1/0/0/1');
      expect(top.restartChild('a').answer).toBe('ok');
      expect(top.list()).toEqual(['a running']);
    },
  );
});

describe('a temporary child', () => {
  test.each(KINDS)(
    'S42, S46, supervisor_SUITE 47 temporary_normal, supervisor_SUITE 50 temporary_shutdown, supervisor_SUITE 54 temporary_abnormal: is gone after an end that was %s, and its id is free',
    (kind) => {
      const top = ended('temporary', kind);
      expect(top.world.news()).toEqual([]);
      expect(top.count()).toBe('0/0/0/0');
      expect(top.restartChild('a').answer).toBe('not_found');
      expect(top.deleteChild('a').answer).toBe('not_found');
      expect(top.terminateChild('a').answer).toBe('not_found');
      expect(top.startChild(worker('a')).answer).toBe('ok');
    },
  );

  test('S46: is gone when it was stopped, too', () => {
    const top = supervise([worker('a', { restart: 'temporary' })]);
    expect(top.terminateChild('a').answer).toBe('ok');
    expect(top.list()).toEqual([]);
    expect(top.world.fates).toEqual(['a is down: asked', 'a is forgotten']);
  });
});

describe.each(['one_for_one', 'one_for_all', 'rest_for_one'] as const)(
  'supervisor_SUITE 76 do_not_save_child_specs_for_temporary_children: under %s',
  (strategy) => {
    const family = () =>
      supervise(
        (['permanent', 'transient', 'temporary'] as const).map((restart) => worker(restart, { restart })),
        { strategy, maxRestarts: 10 },
      );
    const addAll = (top: ReturnType<typeof family>) =>
      ['permanent', 'transient', 'temporary'].map((id) => top.startChild(worker(id)).answer);

    test.each(KINDS)('specs are kept, used or removed after an end that was %s', (kind) => {
      const top = family();
      // The last one first, so that none is stopped with a group before it ends by itself.
      for (const id of ['temporary', 'transient', 'permanent']) top.die(id, kind);
      // A group restart starts the transient one, too (S56).
      const isUp = kind === 'abnormal' || strategy !== 'one_for_one';
      expect(addAll(top)).toEqual(['already_started', isUp ? 'already_started' : 'already_present', 'ok']);
    });

    test('specs are kept or removed after a stop by hand', () => {
      const top = family();
      for (const id of ['permanent', 'transient', 'temporary']) top.terminateChild(id);
      expect(addAll(top)).toEqual(['already_present', 'already_present', 'ok']);
    });
  },
);

test.each([
  ['normal', { exitCode: 0 }],
  ['shutdown', { signal: 'SIGTERM' }],
  ['shutdown', { signal: 'SIGINT' }],
  ['shutdown', { signal: 'SIGHUP' }],
  ['abnormal', { exitCode: 1 }],
  ['abnormal', { signal: 'SIGKILL' }],
  ['abnormal', { signal: 'SIGSEGV' }],
  ['abnormal', {}],
] as const)('S43: an end of an idle session is %s with %j', (kind, facts) => {
  const error = new SessionError('crashed', 'It ended.', facts);
  expect(classify(error, { asked: false, wasReady: true, inTurn: false }).kind).toBe(kind);
});

test('S43: an end in the midst of a turn, or of a start, is abnormal even with exit code 0', () => {
  const error = new SessionError('crashed', 'It ended.', { exitCode: 0 });
  expect(classify(error, { asked: false, wasReady: true, inTurn: true }).kind).toBe('abnormal');
  expect(classify(error, { asked: false, wasReady: false, inTurn: false }).kind).toBe('abnormal');
});

test('S44: a supervisor that gave up ended normally: permanent it is restarted, transient it stays down, temporary it is gone', () => {
  const below = (restart: 'permanent' | 'transient' | 'temporary') =>
    supervisor(restart, [worker('a')], { maxRestarts: 0 }, { restart });
  const top = supervise([below('permanent'), below('transient'), below('temporary')]);
  for (const id of ['permanent', 'transient', 'temporary']) top.at(id).die('a');
  expect(top.list()).toEqual(['permanent running', 'transient stopped']);
});

test('S47: what the supervisor stops is not restarted for that, and costs nothing', () => {
  const top = supervise([worker('a'), worker('b'), worker('c')], {
    maxRestarts: 1,
    strategy: 'rest_for_one',
  });
  top.terminateChild('c');
  top.die('a');
  top.world.news();
  top.restartChild('c');
  top.terminateChild('c');
  expect(top.world.news()).toEqual(['start c', 'stop c']);
  expect(top.list()).toEqual(['a running', 'b running', 'c stopped']);
});

test('S47: nor when it ends in its own way at that moment', () => {
  const top = supervise([worker('a', { stopsWith: exit('abnormal') })], { maxRestarts: 0 });
  expect(top.terminateChild('a').answer).toBe('ok');
  expect(top.list()).toEqual(['a stopped']);
});

test('S48: events of an earlier incarnation are ignored', () => {
  const top = supervise([worker('a'), worker('b', { starts: ['up', 'hangs'] })]);
  top.die(['a', 'b']);
  top.world.news();
  top.tell({ type: 'child.exited', id: 'a', incarnation: 1, exit: exit('abnormal') });
  top.tell({ type: 'child.ready', id: 'b', incarnation: 1 });
  top.tell({ type: 'child.due', id: 'b', incarnation: 1 });
  top.tell({ type: 'child.exited', id: 'never', incarnation: 1, exit: exit('abnormal') });
  expect(top.world.news()).toEqual([]);
  expect(top.list()).toEqual(['a running', 'b restarting']);
});
