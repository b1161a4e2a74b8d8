import { describe, expect, test } from 'vitest';
import type { SessionError } from '../../src/errors/session-error.js';
import { checkChildSpecs } from '../../src/supervisor/check-child-specs.js';
import type { ChildSpec } from '../../src/supervisor/child-spec.js';
import { planChild, planTree } from '../../src/supervisor/plan-tree.js';

const ANY_MODE = { autoShutdown: undefined };

/** The path to the fault of a tree with this child, and what is said about it. */
function faultOf(child: unknown, flags: object = {}): { option: string | undefined; message: string } {
  try {
    planTree({ children: [{ name: 'sound' }, child], ...flags }, {});
  } catch (error) {
    const { option, message } = error as SessionError;
    return { option, message };
  }
  return { option: undefined, message: '' };
}

describe('a child spec', () => {
  test('S1, S2, S12, supervisor_SUITE 13 sup_start_map: has all of its defaults when it is read back', () => {
    expect(planChild({ id: 'a' }, ANY_MODE, {}).given).toMatchObject({
      type: 'session',
      id: 'a',
      restart: 'permanent',
      significant: false,
      shutdown: 5000,
    });
    expect(planChild({ id: 's', type: 'supervisor' }, ANY_MODE, {}).given).toMatchObject({
      type: 'supervisor',
      id: 's',
      restart: 'permanent',
      significant: false,
      shutdown: 'infinity',
      children: [],
    });
  });

  test('S12, supervisor_SUITE 14 sup_start_map_simple: has what it was given, and the defaults for the rest', () => {
    const given = { id: 'a', restart: 'temporary', shutdown: 'brutal_kill' } as const;
    expect(planChild(given, ANY_MODE, {}).given).toMatchObject({ ...given, significant: false });
  });

  test('S3: needs an id that is unique in its supervisor, and means nothing outside it', () => {
    const nested = (id: string) => ({ type: 'supervisor', id, children: [{ id: 'a' }, { id: 'b' }] });
    expect(faultOf(nested('a'), {})).toEqual({ option: undefined, message: '' });
    const tree = planTree({ children: [nested('a'), nested('b')] }, {});
    expect(tree.children.map(({ spec }) => spec.id)).toEqual(['a', 'b']);
  });

  test('S9: is refused when a sibling has its id', () => {
    const { option, message } = faultOf({ id: 'sound' });
    expect(option).toBe('children[1].id');
    expect(message).toContain('duplicate_child_name');
  });
});

describe('S6, S7, supervisor_SUITE 15 sup_start_map_faulty_specs, supervisor_SUITE 26 child_specs, supervisor_SUITE 27 child_specs_map: a tree', () => {
  test.each([
    [{ restart: 'sometimes' }, 'restart', 'invalid_restart_type'],
    [{ shutdown: -1 }, 'shutdown', 'invalid_shutdown'],
    [{ shutdown: 'soon' }, 'shutdown', 'invalid_shutdown'],
    [{ type: 'worker' }, 'type', 'invalid_child_type'],
    [{ significant: 'yes' }, 'significant', 'invalid_significant'],
  ])(
    'S6, supervisor_test 14 start_child: invalid spec, dynamic_supervisor_test 30 invalid shutdown: with %j is refused, with the path to the fault',
    (fault, key, word) => {
      const { option, message } = faultOf({ id: 'a', ...fault });
      expect(option).toBe(`children[1].${key}`);
      expect(message).toContain(word);
    },
  );

  test.each([['a'], [7], [null], [undefined], [[]]])('S7: with %j for a child is refused', (child) => {
    const { option, message } = faultOf(child);
    expect(option).toBe('children[1]');
    expect(message).toContain('invalid_child_spec');
  });

  test('S7: with a child that has neither id nor name is refused', () => {
    const { option, message } = faultOf({ restart: 'permanent' });
    expect(option).toBe('children[1].id');
    expect(message).toContain('missing_id');
  });

  test('S6, supervisor_test 15 start_child: valid spec, dynamic_supervisor_test 29 valid shutdown: with any legal value is accepted', () => {
    for (const restart of ['permanent', 'transient', 'temporary'])
      for (const shutdown of [0, 1, 5000, 'brutal_kill', 'infinity'])
        expect(faultOf({ id: 'a', restart, shutdown }).message).toBe('');
  });

  test('S8: with an unknown key is refused, which OTP ignores', () => {
    const { option, message } = faultOf({ id: 'a', restrat: 'transient' });
    expect(option).toBe('children[1].restrat');
    expect(message).toContain('restart');
  });

  test('S35: with a limit to the stop of a nested supervisor is refused', () => {
    expect(faultOf({ type: 'supervisor', id: 's', shutdown: 5000 }).option).toBe('children[1].shutdown');
  });

  test('S6: is refused for a fault at any depth', () => {
    const deep = { type: 'supervisor', id: 's', children: [{ id: 'a' }, { id: 'b', restart: 'never' }] };
    expect(faultOf(deep).option).toBe('children[1].children[1].restart');
  });
});

describe('a significant child', () => {
  const MODES = ['never', 'any_significant', 'all_significant'] as const;

  test.each(MODES)(
    'S10, supervisor_SUITE 27 child_specs_map: is refused when it is permanent, under autoShutdown %s',
    (autoShutdown) => {
      const { option, message } = faultOf({ id: 'a', significant: true }, { autoShutdown });
      expect(option).toBe('children[1].significant');
      expect(message).toContain('bad_combination');
    },
  );

  test.each(['transient', 'temporary'])(
    'S10: is refused under autoShutdown never, and only there, being %s',
    (restart) => {
      const isRefused = (autoShutdown: string) =>
        faultOf({ id: 'a', significant: true, restart }, { autoShutdown }).message !== '';
      expect(MODES.filter(isRefused)).toEqual(['never']);
    },
  );

  test('S10, S124, dynamic_supervisor_test 15 invalid child spec: is refused by a dynamic supervisor', () => {
    const { flags } = planTree({ type: 'dynamicSupervisor' }, {});
    expect(() => planChild({ id: 'a', restart: 'transient', significant: true }, flags, {})).toThrow(
      'bad_combination',
    );
  });
});

describe('checkChildSpecs', () => {
  test('S11: throws as the start would, with the path to the fault, and starts nothing', () => {
    const sound: ChildSpec[] = [{ id: 'a' }, { type: 'supervisor', id: 's', children: [{ id: 'a' }] }];
    expect(() => checkChildSpecs(sound)).not.toThrow();
    expect(() => checkChildSpecs([...sound, { id: 'a' }])).toThrow('duplicate_child_name');
    expect(() => checkChildSpecs([{ id: 'a', shutdown: -1 }])).toThrow(/specs\[0\]\.shutdown/);
    expect(() => checkChildSpecs({ id: 'a' } as never)).toThrow('a list of child specs');
  });

  test('S11: checks significant children against a mode, where it is given one', () => {
    const specs: ChildSpec[] = [{ id: 'a', restart: 'transient', significant: true }];
    expect(() => checkChildSpecs(specs)).not.toThrow();
    expect(() => checkChildSpecs(specs, 'any_significant')).not.toThrow();
    expect(() => checkChildSpecs(specs, 'never')).toThrow('bad_combination');
    expect(() => checkChildSpecs(specs, 'sometimes' as never)).toThrow('invalid_auto_shutdown');
  });
});
