import { describe, expect, test } from 'vitest';
import type { AutoShutdown, Strategy } from '../../src/supervisor/core/spec.js';
import { supervisor, worker } from './children.js';
import { supervise, type Supervised } from './supervised.js';

const KINDS = ['normal', 'shutdown', 'abnormal'] as const;
const MODES: readonly AutoShutdown[] = ['never', 'any_significant', 'all_significant'];
const STRATEGIES: readonly Strategy[] = ['one_for_one', 'one_for_all', 'rest_for_one'];

/** Two significant children between two that are not. */
function family(restart: 'transient' | 'temporary', autoShutdown: AutoShutdown): Supervised {
  const significant = (id: string) => worker(id, { restart, significant: true });
  const top = supervise([worker('x'), significant('a'), significant('b'), worker('y')], { autoShutdown });
  top.world.news();
  return top;
}

const ALL_STOP = ['stop y', 'stop b', 'stop x', 'top ended: auto_shutdown'];

describe('with any_significant, a supervisor', () => {
  test.each(KINDS)(
    'S98, supervisor_SUITE 59 significant_temporary: stops when a temporary one has ended, be it %s',
    (kind) => {
      const top = family('temporary', 'any_significant');
      top.die('a', kind);
      expect(top.world.news()).toEqual(ALL_STOP);
      expect(top.ending).toEqual({ why: 'auto_shutdown', child: 'a' });
    },
  );

  test.each(['normal', 'shutdown'] as const)(
    'S98, supervisor_SUITE 60 significant_transient: stops when a transient one has ended, if that was %s',
    (kind) => {
      const top = family('transient', 'any_significant');
      top.die('a', kind);
      expect(top.world.news()).toEqual(ALL_STOP);
    },
  );
});

describe('with all_significant, a supervisor', () => {
  test('S99, supervisor_SUITE 59 significant_temporary, supervisor_SUITE 60 significant_transient: stops when the last one has ended', () => {
    for (const restart of ['transient', 'temporary'] as const) {
      const top = family(restart, 'all_significant');
      top.die('a', 'normal');
      expect(top.world.news()).toEqual([]);
      top.die('b', 'normal');
      expect(top.world.news()).toEqual(['stop y', 'stop x', 'top ended: auto_shutdown']);
    }
  });

  test('S102: counts one that was stopped by hand among those that do not run', () => {
    const top = family('transient', 'all_significant');
    top.terminateChild('b');
    expect(top.ending).toBeUndefined();
    top.die('a', 'normal');
    expect(top.ending).toEqual({ why: 'auto_shutdown', child: 'a' });
  });

  test('S99: does not stop while one is restarted', () => {
    const top = family('transient', 'all_significant');
    top.expectStarts('b', 'hangs');
    top.die('b');
    top.die('a', 'normal');
    expect(top.ending).toBeUndefined();
    top.comesUp('b');
    top.die('b', 'normal');
    expect(top.ending).toEqual({ why: 'auto_shutdown', child: 'b' });
  });
});

describe.each(['any_significant', 'all_significant'] as const)('with %s, a supervisor', (mode) => {
  test('S100, supervisor_SUITE 60 significant_transient: restarts a transient one that crashes, as usual', () => {
    const top = family('transient', mode);
    top.die(['a', 'b']);
    expect(top.world.news()).toEqual(['start a', 'start b']);
    expect(top.ending).toBeUndefined();
  });

  test('S101, supervisor_SUITE 59 significant_temporary: does not stop when they are stopped by hand', () => {
    for (const restart of ['transient', 'temporary'] as const) {
      const top = family(restart, mode);
      for (const id of ['a', 'b']) expect(top.terminateChild(id).answer).toBe('ok');
      expect(top.ending).toBeUndefined();
    }
  });

  test.each(STRATEGIES)(
    'S101, supervisor_SUITE 62 significant_bystander: nor when they are stopped with their group, under %s',
    (strategy) => {
      const significant = (id: string, restart: 'transient' | 'temporary') =>
        worker(id, { restart, significant: true });
      const top = supervise([worker('x'), significant('a', 'transient'), significant('b', 'temporary')], {
        strategy,
        autoShutdown: mode,
      });
      top.die('x');
      expect(top.ending).toBeUndefined();
      expect(top.list()).toContain('a running');
    },
  );
});

describe.each(MODES)('with autoShutdown %s, a child that is not significant', (autoShutdown) => {
  test.each(['temporary', 'transient'] as const)(
    'supervisor_SUITE 57 nonsignificant_temporary, supervisor_SUITE 58 nonsignificant_transient: never stops its supervisor, being %s',
    (restart) => {
      const ids = [...KINDS, 'stopped'];
      const significant =
        autoShutdown === 'never' ? [] : [worker('a', { restart: 'transient', significant: true })];
      const top = supervise([...ids.map((id) => worker(id, { restart })), ...significant], { autoShutdown });
      top.terminateChild('stopped');
      for (const kind of KINDS) top.die(kind, kind);
      expect(top.ending).toBeUndefined();
    },
  );
});

describe('upwards', () => {
  const inner = (significant: boolean, flags = {}) =>
    supervisor('s', [worker('a', { restart: 'transient', significant: true })], flags, {
      restart: 'transient',
      significant,
    });

  test('S103, supervisor_SUITE 63 significant_escalation: the end of a significant supervisor stops its own, and no other does', () => {
    const autoShutdown = 'any_significant';
    const chained = supervise([worker('b'), inner(true, { autoShutdown })], { autoShutdown });
    chained.world.news();
    chained.at('s').die('a', 'normal');
    expect(chained.world.news()).toEqual(['s ended: auto_shutdown', 'stop b', 'top ended: auto_shutdown']);

    const loose = supervise([worker('b'), inner(false, { autoShutdown })], { autoShutdown });
    loose.at('s').die('a', 'normal');
    expect(loose.list()).toEqual(['b running', 's stopped']);
  });

  test('S103: so does one that gave up, which is a normal end', () => {
    const autoShutdown = 'any_significant';
    const top = supervise([inner(true, { autoShutdown, maxRestarts: 0 })], { autoShutdown });
    top.at('s').die('a');
    expect(top.ending).toEqual({ why: 'auto_shutdown', child: 's' });
  });

  test('S104: a permanent supervisor that stops itself is started again each time, at the cost of a restart', () => {
    const significant = worker('a', { restart: 'transient', significant: true });
    const top = supervise([supervisor('s', [significant], { autoShutdown: 'any_significant' })], {
      maxRestarts: 1,
    });
    top.at('s').die('a', 'normal');
    expect(top.at('s').list()).toEqual(['a running']);
    top.at('s').die('a', 'normal');
    expect(top.ending).toMatchObject({ why: 'gave_up', child: 's' });
  });
});
